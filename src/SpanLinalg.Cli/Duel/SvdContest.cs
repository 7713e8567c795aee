using System.Numerics;

namespace SpanLinalg.Cli;

/// <summary>A = U·diag(s)·Vᵀ, thin and row-major, without a search for NaN.</summary>
internal sealed class SvdContest<T>(ProblemSize size, Parallelism parallelism) : Contest
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Operand<T> a = new(size.M, size.N, seed: 1);

    /// <summary>
    /// 4mn² + 8n³ for m ≥ n: the usual count (Golub and Van Loan), not that of the algorithm of a side.
    /// </summary>
    public override double Flops
    {
        get
        {
            double k = size.Rank;
            return (4 * Math.Max(size.M, size.N) * k * k) + (8 * k * k * k);
        }
    }

    public override Contestant Managed()
    {
        T[] workspace = new T[Svd.ThinWorkspaceLength<T>(size.M, size.N, parallelism)];
        return Decompose(
            (u, s, vt) => Svd.Thin(a.View, u.View, s.Elements, vt.View, workspace, checkFinite: false, parallelism)
        );
    }

    public override Contestant By(LinearAlgebraProvider provider)
    {
        T[] workspace = new T[provider.Svd.ThinWorkspaceLength<T>(size.M, size.N)];
        return Decompose(
            (u, s, vt) => provider.Svd.Thin(a.View, u.View, s.Elements, vt.View, workspace, checkFinite: false)
        );
    }

    private Contestant Decompose(Action<Operand<T>, Operand<T>, Operand<T>> decompose)
    {
        Operand<T> u = new(size.M, size.Rank);
        Operand<T> s = new(size.Rank, 1);
        Operand<T> vt = new(size.Rank, size.N);
        return new() { Run = _ => decompose(u, s, vt), Result = () => [s.ToDoubles(), Product(u, s, vt)] };
    }

    /// <summary>U·diag(s)·Vᵀ, in which the signs of singular vectors cancel.</summary>
    public static double[] Product(Operand<T> u, Operand<T> s, Operand<T> vt)
    {
        Operand<T> scaled = new(u.Rows, u.Columns);
        for (int i = 0; i < u.Rows; i++)
        {
            for (int j = 0; j < u.Columns; j++)
            {
                scaled.View[i, j] = u.View[i, j] * s.Elements[j];
            }
        }
        Operand<T> product = new(u.Rows, vt.Columns);
        Gemm.Multiply(scaled.View, vt.View, product.View);
        return product.ToDoubles();
    }
}
