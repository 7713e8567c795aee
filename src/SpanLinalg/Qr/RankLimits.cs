using System.Numerics;

namespace SpanLinalg;

/// <summary>
/// When a QR factorisation with column pivoting stops before the end (LAPACK: geqp3rk). Whichever limit is reached
/// first counts.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>The default has no limits: it stops only where nothing at all is left.</remarks>
public readonly record struct RankLimits<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most columns to eliminate; null for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int? Rank
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            field = value;
        }
    }

    /// <summary>Stops where no column of what is left has a larger norm (0).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or NaN.</exception>
    public T AbsoluteTolerance
    {
        get;
        init => field = Checked(value);
    }

    /// <summary>
    /// Stops where no column of what is left has a norm larger than so many times the largest of A (0).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or NaN.</exception>
    public T RelativeTolerance
    {
        get;
        init => field = Checked(value);
    }

    /// <summary>The limits for 2ᵉ·A.</summary>
    internal RankLimits<T> Scaled(int exponent) =>
        this with
        {
            AbsoluteTolerance = T.ScaleB(AbsoluteTolerance, exponent),
        };

    private static T Checked(T value) =>
        value >= T.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A tolerance is zero or positive.");
}
