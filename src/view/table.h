/* table: rows for a spreadsheet: CSV as RFC 4180 has it.
 *
 * rooms: base */
#ifndef STM_TABLE_H
#define STM_TABLE_H

#include "base/base.h"

/* A cell. Quoted where it must be; one that a spreadsheet would take for a formula (it begins with = + -
 * @ or a tab) gets an apostrophe in front. `first`: of its row. */
void csv_cell(struct out *o, bool first, slice s);
void csv_int(struct out *o, bool first, int64_t v); /* a number stays one */
void csv_end(struct out *o); /* the row: CR LF */

#endif
