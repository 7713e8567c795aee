namespace SpanLinalg.Tests;

/// <summary>
/// How many singular values of a bidiagonal matrix exceed a number: certain, and independent of any iteration.
/// </summary>
/// <remarks>
/// The positive eigenvalues of the Golub–Kahan matrix (symmetric tridiagonal, zero diagonal, off the diagonal d₁, e₁,
/// d₂, e₂, …) are the singular values; by Sylvester's law of inertia the pivots of its shifted LDLᵀ factorisation count
/// them. A rounding error in a pivot is a small relative change of one element of the matrix (Demmel and Kahan 1990;
/// LAPACK's dsvdct, dsvdch).
/// </remarks>
internal static class SturmCount
{
    /// <param name="interleaved">d₁, e₁, d₂, e₂, …: the diagonal and the superdiagonal in turn.</param>
    /// <param name="bound">A positive number.</param>
    public static int Above(ReadOnlySpan<double> interleaved, double bound)
    {
        double pivot = -bound;
        int positive = 0;
        foreach (double element in interleaved)
        {
            // A pivot of zero stands for a tiny negative one; infinity then counts and vanishes as it should.
            pivot = pivot == 0 ? double.PositiveInfinity : -bound - (element * (element / pivot));
            positive += pivot > 0 ? 1 : 0;
        }
        return positive;
    }

    /// <summary>
    /// Every value is right to a relative error: an interval around it holds as many singular values as there are
    /// computed values whose intervals meet. As LAPACK's dsvdch.
    /// </summary>
    public static void AssertValues(
        ReadOnlySpan<double> interleaved,
        double[] values,
        double relative,
        double absolute,
        string context
    )
    {
        int first = 0;
        while (first < values.Length)
        {
            double upper = ((1 + relative) * values[first]) + absolute;
            double lower = Lower(values[first]);
            int last = first;
            while (last + 1 < values.Length && ((1 + relative) * values[last + 1]) + absolute >= lower)
            {
                last++;
                lower = Lower(values[last]);
            }

            int above = Above(interleaved, upper);
            int inside = (lower > 0 ? Above(interleaved, lower) : values.Length) - above;
            Assert.True(
                above == first && inside == last - first + 1,
                $"{context}: values {first} to {last} ({values[first]:R} to {values[last]:R}) should be alone in "
                    + $"[{lower:R}, {upper:R}], which holds {inside} with {above} above"
            );
            first = last + 1;
        }

        double Lower(double value) => ((1 - relative) * value) - absolute;
    }
}
