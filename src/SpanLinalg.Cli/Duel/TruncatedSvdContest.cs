using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>
/// The leading part of A = U·diag(s)·Vᵀ, row-major, without a search for NaN; a library that has only the whole
/// computes and cuts it.
/// </summary>
/// <remarks>
/// A is a signal of the rank that is asked for, singular values 1 to ½, and noise of norm 10⁻⁴ on top. A sample is
/// exact only as far as the spectrum falls off: here theory leaves it an error of 2·10⁻⁴ to the fifth power at most,
/// which is less than rounding, so that both sides owe the same digits. The time depends on the shapes only.
/// </remarks>
internal sealed class TruncatedSvdContest<T>(ProblemSize size, Parallelism parallelism) : Contest
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Noise = 1e-4;

    private readonly int rank = size.K!.Value;
    private readonly Operand<T> a = SignalAndNoise(size, size.K!.Value);

    /// <summary>
    /// 4mnr: one product with A and one with its transpose, the least that there is to do, and not what a side
    /// executes.
    /// </summary>
    public override double Flops => 4.0 * size.M * size.N * rank;

    public override Contestant Managed()
    {
        T[] workspace = new T[Svd.TruncatedWorkspaceLength<T>(size.M, size.N, rank, Unchecked, parallelism)];
        return Decompose(
            (u, s, vt) => Svd.Truncated(a.View, rank, u.View, s.Elements, vt.View, workspace, Unchecked, parallelism)
        );
    }

    public override Contestant By(LinearAlgebraProvider provider)
    {
        T[] workspace = new T[provider.Svd.TruncatedWorkspaceLength<T>(size.M, size.N, rank, Unchecked)];
        return Decompose(
            (u, s, vt) => provider.Svd.Truncated(a.View, rank, u.View, s.Elements, vt.View, workspace, Unchecked)
        );
    }

    private static TruncatedSvdOptions Unchecked { get; } = new() { CheckFinite = false };

    private Contestant Decompose(Action<Operand<T>, Operand<T>, Operand<T>> decompose)
    {
        Operand<T> u = new(size.M, rank);
        Operand<T> s = new(rank, 1);
        Operand<T> vt = new(rank, size.N);
        return new()
        {
            Run = _ => decompose(u, s, vt),
            Result = () => [s.ToDoubles(), SvdContest<T>.Product(u, s, vt)],
        };
    }

    private static Operand<T> SignalAndNoise(ProblemSize size, int rank)
    {
        Matrix<T> u = Qr.Thin(new Operand<T>(size.M, rank, seed: 1).View).Q;
        Matrix<T> v = Qr.Thin(new Operand<T>(size.N, rank, seed: 2).View).Q;
        for (int j = 0; j < rank; j++)
        {
            T sigma = T.CreateChecked(Math.Pow(0.5, j / (double)rank));
            for (int i = 0; i < size.M; i++)
            {
                u[i, j] *= sigma;
            }
        }

        // The norm of a matrix of numbers between −½ and ½, whose variance is 1⁄12.
        double norm = (Math.Sqrt(size.M) + Math.Sqrt(size.N)) / Math.Sqrt(12);
        Operand<T> sum = new(size.M, size.N, seed: 3);
        Gemm.Multiply(T.One, u, v.Transposed, T.CreateChecked(Noise / norm), sum.View);
        return sum;
    }
}
