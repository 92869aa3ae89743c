/* Any bytes as a model file: whatever is accepted has its sections inside the bytes. */
#include <stdlib.h>

#include "base/model.h"
#include "lang/net.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    void *p = NULL;
    if (n > 1 << 20 || posix_memalign(&p, MODEL_ALIGN, n ? n : 1))
        return 0;
    memcpy(p, data, n);
    struct model m;
    struct net net;
    if (model_from(&m, p, n) == 0) {
        for (uint32_t i = 0; i < m.sections; i++) {
            size_t count;
            const uint8_t *s = model_section(&m, m.rows[i].name, m.rows[i].element, &count);
            if (s && (s < (uint8_t *)p || s + count * m.rows[i].element > (uint8_t *)p + n))
                abort();
        }
        model_check(&m);
        net_open(&net, &m);
    }
    free(p);
    return 0;
}
