using System.Numerics;

namespace SpanLinalg.Tests;

/// <summary>
/// Applies the reflectors that a kernel found, one by one and in double precision, to what it was given.
/// </summary>
/// <remarks>
/// So every reflector is judged by what it had before it: that it is orthogonal and follows LAPACK's conventions; and
/// in the end nothing is left but the result.
/// </remarks>
internal sealed class ReflectorCheck<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dense work;
    private readonly double bound;
    private readonly double[] slack;
    private readonly string context;

    /// <param name="before">The matrix, with elements up to order one.</param>
    /// <param name="context">What is said of a failure.</param>
    /// <param name="slack">For each column an error that is allowed besides, since its result may be subnormal.</param>
    public ReflectorCheck(Dense before, string context, double[]? slack = null)
    {
        work = before;
        this.slack = slack ?? new double[before.Columns];
        this.context = context;
        bound = 8 * (before.Rows + before.Columns + 2) * Format<T>.Unit;
    }

    /// <summary>
    /// Eliminates column j of what is left below row i: from the left, by the reflector that begins there.
    /// </summary>
    /// <param name="i">The row of β.</param>
    /// <param name="j">The column.</param>
    /// <param name="tau">τ.</param>
    /// <param name="reflector">The elements of v below its first, which is one.</param>
    /// <param name="beta">What the kernel left in the row.</param>
    public void Eliminate(int i, int j, T tau, ReadOnlySpan<double> reflector, double beta)
    {
        double[] v = [1, .. reflector];
        double factor = Format<T>.ToDouble(tau);
        double squares = 0;
        double below = 0;
        double norm = 0;
        for (int k = 0; k < v.Length; k++)
        {
            squares += v[k] * v[k];
            norm = double.Hypot(norm, work[i + k, j]);
            below = k == 0 ? 0 : Math.Max(below, Math.Abs(work[i + k, j]));
        }
        string place = $"{context}, reflector of ({i}, {j})";
        if (T.IsZero(tau))
        {
            Assert.True(below <= bound, $"{place}: τ is zero, but {below} is to be eliminated.");
            Assert.True(squares == 1, $"{place}: τ is zero, but v has more than its first element.");
        }
        else
        {
            Assert.True(factor >= 1 && factor <= 2 + bound, $"{place}: τ is {tau}.");
            Assert.True(Math.Abs((factor * squares) - 2) <= bound, $"{place}: τ·‖v‖² is {factor * squares}.");
            Assert.True(
                Math.Abs(Math.Abs(beta) - norm) <= bound + slack[j],
                $"{place}: β is {beta}, and the norm {norm}."
            );
            bool hasSign = Math.Abs(work[i, j]) > bound + slack[j];
            Assert.True(!hasSign || (beta < 0) == (work[i, j] > 0), $"{place}: β is {beta} for {work[i, j]}.");
        }

        for (int c = 0; c < work.Columns; c++)
        {
            double dot = 0;
            for (int k = 0; k < v.Length; k++)
            {
                dot += v[k] * work[i + k, c];
            }
            for (int k = 0; k < v.Length; k++)
            {
                work[i + k, c] -= factor * dot * v[k];
            }
        }
    }

    /// <summary>The same from the right: eliminates row i on the right of column j.</summary>
    public void EliminateRow(int i, int j, T tau, ReadOnlySpan<double> reflector, double beta)
    {
        ReflectorCheck<T> transposed = new(work.Transposed, context + " (transposed)");
        transposed.Eliminate(j, i, tau, reflector, beta);
        for (int row = 0; row < work.Rows; row++)
        {
            for (int column = 0; column < work.Columns; column++)
            {
                work[row, column] = transposed.work[column, row];
            }
        }
    }

    /// <summary>What is left is the result.</summary>
    /// <param name="result">The result at a row and a column.</param>
    public void AssertLeft(Func<int, int, double> result)
    {
        for (int i = 0; i < work.Rows; i++)
        {
            for (int j = 0; j < work.Columns; j++)
            {
                double error = Math.Abs(work[i, j] - result(i, j));
                if (!(error <= bound + slack[j]))
                {
                    Assert.Fail($"{context}: ({i}, {j}) is {result(i, j)}, should be {work[i, j]} within {bound}.");
                }
            }
        }
    }
}
