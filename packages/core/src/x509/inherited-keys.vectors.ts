/** Made once with OpenSSL: three DSA keys of one group (1024 and 224 bits), and what each signed with SHA-256. */

/** DER SubjectPublicKeyInfo, each with the group's parameters. */
export const DSA_KEYS = {
  root: 'MIIBvjCCATMGByqGSM44BAEwggEmAoGBAKDkz1zpQXv6/dEOpf0e+ZlPZ3H5ogyE8t1wdFgicsG9djjRGcO0K/XriMJYPiy5jTY9Hj6Ck4FWBNo/5/giNlD+5jA4y0kwVYUlfHk2A4uArNpmPxoG1MEX0gbDH0EL258PIx4m6EmBHAF2EebpyTbsI25etw2xTWn+DqVi9WQjAh0A6K2hhQJDHGPcXgqT00szQwUWasnnK5S97GfwxwKBgCqfQhWQFq/Asc4uGsMA6bb8HnD0t88L4Ja1Nvh/M+uFvlF/XwcEguoamAGpxbYPGc0iPKSac5yuM4SZbG/XPPUt1ABJd3SGqjw11EieieSxcGhApbq6CwBQqDz3nBdXhXPxtuvv3ku89S0XyJnelM3wUpez+WvFtpfejmtRNWZxA4GEAAKBgAcRHurKbA41he+3vYNUSr15Oewk4S5auAWDjRFUqq0UBmHKE+0jgaA+42/VC2qmiFwqgyP8uE3RhdEKywrPe1c8Dmzhh2WJaNajmBR3pOxChYVVWfDQjLarN4ickx26uFzLyH9bDWOvPu49C1HyfIzH1PQb96bLMAeZ/OmAzqCR',
  upper:
    'MIIBvjCCATMGByqGSM44BAEwggEmAoGBAKDkz1zpQXv6/dEOpf0e+ZlPZ3H5ogyE8t1wdFgicsG9djjRGcO0K/XriMJYPiy5jTY9Hj6Ck4FWBNo/5/giNlD+5jA4y0kwVYUlfHk2A4uArNpmPxoG1MEX0gbDH0EL258PIx4m6EmBHAF2EebpyTbsI25etw2xTWn+DqVi9WQjAh0A6K2hhQJDHGPcXgqT00szQwUWasnnK5S97GfwxwKBgCqfQhWQFq/Asc4uGsMA6bb8HnD0t88L4Ja1Nvh/M+uFvlF/XwcEguoamAGpxbYPGc0iPKSac5yuM4SZbG/XPPUt1ABJd3SGqjw11EieieSxcGhApbq6CwBQqDz3nBdXhXPxtuvv3ku89S0XyJnelM3wUpez+WvFtpfejmtRNWZxA4GEAAKBgHoSHi8RXKPw9dRMqO+ZBfKXOV5h1ro3h3JXuldAUDPyCx+oaTWBF5CYHHNtgk3ckQC8nDDsrjgamvzJ1AS7E0sEo8R+wgzLpBP8wHirngB92Yar9B0vft1ixMgFpZFjgBQj7o8E+qGwiWqWASS4pxT8McRuu2AoaGssYdlq0aBf',
  lower:
    'MIIBvjCCATMGByqGSM44BAEwggEmAoGBAKDkz1zpQXv6/dEOpf0e+ZlPZ3H5ogyE8t1wdFgicsG9djjRGcO0K/XriMJYPiy5jTY9Hj6Ck4FWBNo/5/giNlD+5jA4y0kwVYUlfHk2A4uArNpmPxoG1MEX0gbDH0EL258PIx4m6EmBHAF2EebpyTbsI25etw2xTWn+DqVi9WQjAh0A6K2hhQJDHGPcXgqT00szQwUWasnnK5S97GfwxwKBgCqfQhWQFq/Asc4uGsMA6bb8HnD0t88L4Ja1Nvh/M+uFvlF/XwcEguoamAGpxbYPGc0iPKSac5yuM4SZbG/XPPUt1ABJd3SGqjw11EieieSxcGhApbq6CwBQqDz3nBdXhXPxtuvv3ku89S0XyJnelM3wUpez+WvFtpfejmtRNWZxA4GEAAKBgC5341OlIQNA5ObEm8pGL/muld1tUpLiVsEGNnQKZje9YiCgke8psgFcC+fmA10vj5kP9+HNdBeP3hlCakPnPhl7pNXYkLnCn8SXgfg3KI7PwykWjHm6Q3tatRHN9jakNwStQXmh08tavryR6pEYNuOZmw7JeI2Yrw2jGEXlpYsT',
} as const;

/** What the key signed, and the value. */
export const DSA_SIGNED = {
  root: {
    message: 'the upper authority',
    value: 'MDwCHBntighbmAu5JtC6g+WzuYMl9aVUq+3PhY13PUACHBZTKaJUWlulWexsV7UZ482kiiVsccS2IvA8bpA=',
  },
  upper: {
    message: 'the lower authority',
    value: 'MD0CHAUWQEs7bFQe+Z4eeM40AJdNaHGtavPdjwyOqAgCHQDYQCXK4HaPTAVmtkWQ4fgaH4ZULkAYHX7b4Ogx',
  },
  lower: {
    message: 'an end entity',
    value: 'MDwCG1hectF9sxFW6UFxC9Ssu6kqOzWVTa7qTTJ/gwIdAJv+5EYR2mKoffHfaYKhES06UZOWu3tvCJEvD6o=',
  },
} as const;
