/** Values by object number; the oldest go when there are too many or they come from too many octets. */
export class BoundedCache<Value> {
  private readonly values = new Map<number, { readonly value: Value; readonly octets: number }>();
  private readonly maximumValues: number;
  private readonly maximumOctets: number;
  private octets = 0;

  constructor(maximumValues: number, maximumOctets: number) {
    this.maximumValues = maximumValues;
    this.maximumOctets = maximumOctets;
  }

  get(key: number): Value | undefined {
    return this.values.get(key)?.value;
  }

  set(key: number, value: Value, octets: number): void {
    this.delete(key);
    this.values.set(key, { value, octets });
    this.octets += octets;
    for (const oldest of this.values.keys()) {
      if (this.values.size <= this.maximumValues && this.octets <= this.maximumOctets) return;
      this.delete(oldest);
    }
  }

  private delete(key: number): void {
    this.octets -= this.values.get(key)?.octets ?? 0;
    this.values.delete(key);
  }
}
