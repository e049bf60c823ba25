#include "base/yaml.h"

const struct yaml *yaml_get(const struct yaml *map, const char *key)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    for (const struct yaml *y = map->child; y; y = y->next)
        if (str_eqc(y->key, key))
            return y;
    return NULL;
}

struct str yaml_str(const struct yaml *y)
{
    return y && y->kind == YAML_SCALAR ? y->text : (struct str){0};
}

bool yaml_bool(const struct yaml *y, bool *out)
{
    static const char *const words[][2] = {{"false", "true"}, {"no", "yes"}, {"off", "on"}};
    if (!y || y->kind != YAML_SCALAR || y->quoted)
        return false;
    for (size_t i = 0; i < 3; i++)
        for (int v = 0; v < 2; v++)
            if (str_ieqc(y->text, words[i][v])) {
                *out = v;
                return true;
            }
    return false;
}

bool yaml_strs(struct arena *a, const struct yaml *y, struct strs *out)
{
    if (!y || y->kind == YAML_NULL)
        return true;
    if (y->kind == YAML_MAP)
        return false;
    if (y->kind == YAML_SCALAR) {
        vec_add(a, out, y->text);
        return true;
    }
    for (const struct yaml *c = y->child; c; c = c->next) {
        if (c->kind != YAML_SCALAR)
            return false;
        vec_add(a, out, c->text);
    }
    return true;
}
