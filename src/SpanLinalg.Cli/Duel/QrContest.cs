using System.Numerics;
using System.Runtime.CompilerServices;

namespace SpanLinalg.Cli;

/// <summary>
/// A = QR in place, without a search for NaN. Column-major: LAPACK would first have to copy a row-major matrix.
/// </summary>
internal class QrContest<T>(ProblemSize size, Parallelism parallelism) : Contest
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// All copies of a small matrix that a batch of calls works through, in bytes: they stay in the second-level cache.
    /// </summary>
    private const int CopyBytes = 256 * 1024;

    private readonly Operand<T> a = new(size.M, size.N, seed: 1);

    /// <summary>4mnk − 2k²(m + n) + 4⁄3·k³ with k = min(m, n), with pivoting or without.</summary>
    public override double Flops
    {
        get
        {
            double k = size.Rank;
            return (4.0 * size.M * size.N * k) - (2 * k * k * ((double)size.M + size.N)) + (4.0 / 3 * k * k * k);
        }
    }

    public override Contestant Managed()
    {
        T[] workspace = new T[Qr.FactorWorkspaceLength<T>(size.M, size.N, parallelism)];
        return InPlace((matrix, tau) => Qr.Factor(matrix.ColumnMajor, tau, workspace, checkFinite: false, parallelism));
    }

    public override Contestant By(LinearAlgebraProvider provider)
    {
        T[] workspace = new T[provider.Qr.FactorWorkspaceLength<T>(size.M, size.N)];
        return InPlace((matrix, tau) => provider.Qr.Factor(matrix.ColumnMajor, tau, workspace, checkFinite: false));
    }

    /// <summary>A side that factors one copy of A after the other.</summary>
    /// <param name="factor">Factors a copy; its second argument receives τ.</param>
    /// <param name="pivots">Where it leaves P, if it pivots.</param>
    protected Contestant InPlace(Action<Operand<T>, T[]> factor, int[]? pivots = null)
    {
        long bytes = (long)size.M * size.N * Unsafe.SizeOf<T>();
        T[] tau = new T[size.Rank];
        Operand<T>[] copies =
        [
            .. Enumerable
                .Range(0, (int)Math.Clamp(CopyBytes / bytes, 1, 64))
                .Select(_ => new Operand<T>(size.M, size.N)),
        ];
        return new()
        {
            Run = call => factor(copies[call], tau),
            CallsPerRestore = copies.Length,
            Restore = calls =>
            {
                for (int call = 0; call < calls; call++)
                {
                    a.Elements.CopyTo(copies[call].Elements);
                }
            },
            Result = () => [Product(copies[0], tau, pivots)],
        };
    }

    /// <summary>
    /// QRPᵀ, which is A for both sides; R alone may differ in signs and, where A is ill-conditioned, in digits.
    /// </summary>
    private double[] Product(Operand<T> factors, T[] tau, int[]? pivots)
    {
        Operand<T> product = new(size.M, size.N);
        factors.Elements.CopyTo(product.Elements);
        for (int j = 0; j < size.N; j++)
        {
            int below = Math.Min(j + 1, size.M);
            product.ColumnMajor.Column(j).Slice(below, size.M - below).Fill(T.Zero);
        }
        Qr.ApplyQ(QSide.Left, factors.ColumnMajor, tau, product.ColumnMajor);
        if (pivots is null)
        {
            return product.ToDoubles();
        }

        Operand<T> unpermuted = new(size.M, size.N);
        for (int j = 0; j < size.N; j++)
        {
            product.ColumnMajor.Column(j).CopyTo(unpermuted.ColumnMajor.Column(pivots[j]));
        }
        return unpermuted.ToDoubles();
    }
}
