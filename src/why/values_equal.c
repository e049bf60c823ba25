/* When two values are of one kind, and when some reading of both words is the same. */
#include "why/equal.h"
#include "why/values.h"
#include <math.h>

bool values_alike(const struct value *x, const struct value *y)
{
    if (x->kind != y->kind)
        return false;
    switch (x->kind) {
    case VALUE_MONEY:
    case VALUE_CLOCK:
        return x->unit == y->unit;
    case VALUE_SHARE:
        return x->unit == y->unit && (x->of == y->of || x->of == TERM_NONE || y->of == TERM_NONE);
    case VALUE_ORDINAL:
        return x->unit == y->unit;
    case VALUE_NUMBER:
        if (x->fate != y->fate || x->more != y->more)
            return false;
        return x->fate >= 0 ||
               (x->unit == y->unit ? x->unit != TERM_NONE : x->unit == TERM_NONE || y->unit == TERM_NONE);
    default:
        return true;
    }
}

bool values_akin(const struct value *x, const struct value *y)
{
    if (x->kind == VALUE_ORDINAL && y->kind == VALUE_ORDINAL) /* "for the fifth time", "the fifth win" */
        return x->unit == y->unit || x->unit == TERM_NONE || y->unit == TERM_NONE;
    if (x->kind != VALUE_NUMBER || y->kind != VALUE_NUMBER)
        return values_alike(x, y);
    return x->more == y->more && x->fate == y->fate;
}

static double center(const struct value *v)
{
    return isinf(v->high) ? v->low : v->low <= 0 ? v->high : (v->low + v->high) / 2;
}

static bool near_each_other(const struct value *x, const struct value *y, double share)
{
    double a = center(x), b = center(y);
    return (x->low <= y->high && y->low <= x->high) || fabs(a - b) <= share * fmax(fabs(a), fabs(b)) + 1e-9;
}

bool values_agree(const struct value *x, const struct value *y)
{
    double slack, p = center(x), q = center(y);
    /* the same bound of two numbers is two numbers */
    bool bounds = x->vague && y->vague && (isinf(x->high) == isinf(y->high)) && ((x->low <= 0) == (y->low <= 0));
    switch (x->kind) {
    case VALUE_NUMBER:
    case VALUE_MONEY:
        if (!bounds && x->low <= y->high && y->low <= x->high)
            return true;
        if (fabs(p - q) <= 1e-9 * fmax(p, q))
            return true;
        return number_rounded(p, q) || (bounds && fabs(p - q) <= 0.12 * fmax(p, q));
    case VALUE_SHARE:
        slack = p == floor(p) || q == floor(q) ? 0.5 : 0.051;
        return (!bounds && x->low - slack <= y->high && y->low - slack <= x->high) || fabs(p - q) <= slack;
    case VALUE_SPAN:
        return near_each_other(x, y, fmax(x->low, y->low) > 20 * 86400 ? 0.06 : 0.03);
    case VALUE_LENGTH:
        return near_each_other(x, y, 0.09);
    case VALUE_HEAT:
        if (near_each_other(x, y, 0.02) || fabs(p - q) <= 1.1)
            return true;
        return (x->both_scales && fabs((p - 32) / 1.8 - q) <= 1.5) ||
               (y->both_scales && fabs((q - 32) / 1.8 - p) <= 1.5);
    case VALUE_DAY:
        slack = x->relative || y->relative ? 1 : 0;
        return x->low - slack <= y->high && y->low - slack <= x->high;
    case VALUE_CLOCK:
        if (x->low - 10 <= y->high && y->low - 10 <= x->high)
            return true;
        return (x->both_scales || y->both_scales) && fabs(fmod(p, 720) - fmod(q, 720)) <= 10;
    case VALUE_TALLY:
        return (x->low == y->low && x->second == y->second) || (x->low == y->second && x->second == y->low);
    case VALUE_PLACE:
    case VALUE_HOLDER:
    case VALUE_NAME:
        return false;
    case VALUE_YEAR:
    case VALUE_ORDINAL:
    case VALUE_AGE:
        break;
    }
    return fabs(p - q) < 0.5;
}
