/** A page of the use log costs the same however long the log is: newest first of a tenant, of a person, of a result. */
export const SQL_0006 = `
CREATE INDEX use_log_tenant ON use_log (tenant, position);
CREATE INDEX use_log_person ON use_log (tenant, person_id, position);
CREATE INDEX use_log_result ON use_log (tenant, result, position);
CREATE INDEX use_log_seal_result ON use_log (tenant, seal_number, result, position);
`;
