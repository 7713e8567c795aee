namespace SpanLinalg.Tests;

/// <summary>Simpler values than a given one, the simplest first: what a generator's case is reduced by.</summary>
internal static class Shrinking
{
    /// <summary>Nothing, half, one less.</summary>
    public static IEnumerable<int> Toward(this int value, int simplest)
    {
        if (value != simplest)
        {
            yield return simplest;
            int half = simplest + ((value - simplest) / 2);
            if (half != simplest)
            {
                yield return half;
            }
            int nearer = value - Math.Sign(value - simplest);
            if (nearer != half && nearer != simplest)
            {
                yield return nearer;
            }
        }
    }

    /// <summary>What stands before the value in a list that begins with the simplest.</summary>
    public static IEnumerable<TValue> Before<TValue>(this TValue value, params TValue[] simplestFirst) =>
        simplestFirst.TakeWhile(simpler => !Equals(simpler, value));
}
