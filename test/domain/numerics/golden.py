"""Writes golden.json: values of the gamma family to 50 digits and more, rounded to the nearest double.

    pip install mpmath==1.4.1 && python golden.py > golden.json     (about half a minute)
"""

import json
import platform

import mpmath
from mpmath import exp, log, loggamma, mp, mpf

mp.dps = 60

SHAPES = [0.05, 0.1, 0.3, 0.5, 1.0, 1.7, 3.0, 9.5, 10.0, 30.0, 100.0, 250.5, 1000.0, 5000.0]
PROBABILITIES = [1e-6, 1e-4, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.9999, 1 - 1e-6]
MULTIPLES_OF_SHAPE = [1e-3, 0.1, 0.5, 0.9, 0.97, 0.999, 1.0, 1.001, 1.03, 1.1, 2.0, 5.0, 20.0]
RATES = [(0.05, 4.0, 0.1), (0.95, 4.2, 17.3), (0.5, 2.6, 1000.0)]
POINTS = [
    1e-300, 1e-10, 0.001, 0.05, 0.3, 0.4999999, 0.5, 0.7, 0.999, 0.9999999999, 1.0, 1.0000000001, 1.001, 1.2,
    1.4616321449683622, 1.5, 1.9999999999, 2.0, 2.0000000001, 2.3, 2.5, 2.7, 3.7, 5.5, 7.9, 9.99, 10.0, 10.5, 33.3,
    171.6, 1000.25, 5000.0, 123456.789, 1e8, 1e15, 1e300,
]
MIXTURES = [  # weight, shape, rate; the first ones as posteriors of two hypotheses have them
    [[0.99, 3.5, 3.7], [0.01, 1.5, 0.8]],
    [[0.1, 7.2, 9.3], [0.9, 5.2, 0.95]],
    [[0.5, 12.0, 11.0], [0.5, 10.0, 1.1]],
    [[0.5, 1.05, 0.12], [0.5, 3.05, 3.12]],
    [[0.3, 0.2, 2.0], [0.7, 4000.0, 400.0]],
    [[2.0, 1.0, 1.0], [6.0, 10.0, 0.1], [0.0, 5.0, 5.0]],
]


def lower(a, x):
    """P(a, x) by the series whose terms are all positive: nothing cancels."""
    total = term = mpf(1)
    n = 1
    while term > total * mpf(10) ** -55:
        term *= x / (a + n)
        total += term
        n += 1
    return exp(a * log(x) - x - loggamma(a + 1)) * total


def quantile(p, components):
    """Bisection of the cumulative probability over ln x until 60 bits of the answer stand."""
    components = [[mpf(number) for number in component] for component in components if component[0] > 0]
    weights = sum(weight for weight, _, _ in components)

    def below(t):
        return sum(weight * lower(a, rate * exp(t)) for weight, a, rate in components) / weights

    low = min((log(p) + loggamma(a + 1)) / a - log(rate) for _, a, rate in components)
    high = max(log(a + 8 * mpmath.sqrt(a) + 20) - log(rate) for _, a, rate in components)
    while high - low > mpf(2) ** -60:
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < p else (low, middle)
    return float(exp(low))


def near(a, x):
    """Leaves out points so far above the shape that P is one to the last digit."""
    return x <= max(60, a + 12 * a**0.5)


print(
    json.dumps(
        {
            "madeBy": f"golden.py with mpmath {mpmath.__version__}, mp.dps = {mp.dps}, Python {platform.python_version()}",
            "lnGamma": [[x, float(loggamma(mpf(x)))] for x in POINTS],
            "regularizedGammaP": [
                [a, a * m, float(lower(mpf(a), mpf(a * m)))]
                for a in SHAPES
                for m in MULTIPLES_OF_SHAPE
                if near(a, a * m)
            ],
            "gammaQuantile": [
                [p, a, rate, quantile(mpf(p), [[1, a, rate]])]
                for p, a, rate in [(p, a, 1.0) for a in SHAPES for p in PROBABILITIES] + RATES
            ],
            "gammaMixtureQuantile": [
                [p, mixture, quantile(mpf(p), mixture)]
                for mixture in MIXTURES
                for p in [1e-6, 0.05, 0.5, 0.95, 1 - 1e-6]
            ],
        }
    )
)
