using System.Numerics;

namespace SpanLinalg.Lora;

/// <summary>The singular value decomposition of a product s·B·A of low rank, which is never formed.</summary>
/// <remarks>
/// B = Q_B·R_B and Aᵀ = Q_A·R_A give s·B·A = Q_B·(s·R_B·R_Aᵀ)·Q_Aᵀ. The core s·R_B·R_Aᵀ is r × r or, where r exceeds a
/// side, that side. Its singular values are the product's, and its vectors are the product's in the bases Q_B and Q_A.
/// Exact: nothing is discarded.
/// </remarks>
public static class LowRankSvd
{
    /// <summary>The elements of scratch that <see cref="Values"/> needs.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="rows">m, the rows of B.</param>
    /// <param name="columns">n, the columns of A.</param>
    /// <param name="rank">r, the columns of B and the rows of A.</param>
    /// <param name="parallelism">That of the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public static int ValuesWorkspaceLength<T>(int rows, int columns, int rank, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int p, int q) = CoreShape(rows, columns, rank);
        return (p * q)
            + Math.Max(
                CoreWorkspaceLength<T>(rows, columns, rank, parallelism),
                Svd.ValuesWorkspaceLength<T>(p, q, parallelism)
            );
    }

    /// <summary>The singular values of s·B·A.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="scale">s.</param>
    /// <param name="b">B, m × r; its content is lost.</param>
    /// <param name="a">A, r × n; its content is lost.</param>
    /// <param name="s">min(m, n, r) values, descending.</param>
    /// <param name="workspace">
    /// At least <see cref="ValuesWorkspaceLength{T}"/> elements; its content is lost.
    /// </param>
    /// <param name="checkFinite">Whether NaN and infinities are looked for.</param>
    /// <param name="parallelism">The threads to use; the bits do not depend on it.</param>
    /// <exception cref="ArgumentException">
    /// B has not as many columns as A has rows, or <paramref name="s"/> or the workspace has a wrong length.
    /// </exception>
    /// <exception cref="NotFiniteNumberException">A factor holds NaN or ±∞, or the core overflows.</exception>
    /// <exception cref="ConvergenceException">The singular values of the core did not converge.</exception>
    /// <remarks>Allocates nothing. 2(m + n)r² + O(r³) flops.</remarks>
    public static void Values<T>(
        T scale,
        MatrixView<T> b,
        MatrixView<T> a,
        Span<T> s,
        Span<T> workspace,
        bool checkFinite = true,
        Parallelism parallelism = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int p, int q) = CoreShape(b, a);
        MatrixView<T> core = new(workspace, p, q);
        Span<T> scratch = workspace[(p * q)..];
        Core(scale, b, a, null, null, core, scratch, checkFinite, parallelism);
        Svd.Values(core, s, scratch, checkFinite, parallelism);
    }

    /// <summary>The thin singular value decomposition s·B·A = U·diag(S)·Vᵀ, k = min(m, n, r) triplets.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="scale">s.</param>
    /// <param name="b">B, m × r; its content is lost.</param>
    /// <param name="a">A, r × n; its content is lost.</param>
    /// <param name="parallelism">The threads to use; the bits do not depend on it.</param>
    /// <returns>U, m × k; the values, descending; Vᵀ, k × n.</returns>
    /// <exception cref="ArgumentException">B has not as many columns as A has rows.</exception>
    /// <exception cref="NotFiniteNumberException">A factor holds NaN or ±∞, or the core overflows.</exception>
    /// <exception cref="ConvergenceException">The decomposition of the core did not converge.</exception>
    /// <remarks>Allocates the result and about as much again for Q_B and Q_A. 6(m + n)r² + O(r³) flops.</remarks>
    public static SvdFactors<T> Thin<T>(T scale, MatrixView<T> b, MatrixView<T> a, Parallelism parallelism = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int p, int q) = CoreShape(b, a);
        Matrix<T> core = new(p, q);
        Matrix<T> left = new(b.Rows, p);
        Matrix<T> right = new(a.Columns, q);
        T[] scratch = new T[CoreWorkspaceLength<T>(b.Rows, a.Columns, b.Columns, parallelism)];
        Core(scale, b, a, left, right, core, scratch, checkFinite: true, parallelism);

        SvdFactors<T> inner = Svd.Thin(core, parallelism);
        SvdFactors<T> outer = new(new(b.Rows, inner.S.Length), inner.S, new(inner.S.Length, a.Columns));
        Gemm.Multiply(left, inner.U, outer.U, parallelism);
        Gemm.Multiply(inner.Vt, right.Transposed, outer.Vt, parallelism);
        return outer;
    }

    /// <summary>Writes s·R_B·R_Aᵀ, and where they are wanted Q_B and Q_A. Destroys B and A.</summary>
    private static void Core<T>(
        T scale,
        MatrixView<T> b,
        MatrixView<T> a,
        Matrix<T>? left,
        Matrix<T>? right,
        MatrixView<T> core,
        Span<T> workspace,
        bool checkFinite,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixView<T> rB = Triangle(b, left, workspace, checkFinite, parallelism);
        MatrixView<T> rA = Triangle(a.Transposed, right, workspace, checkFinite, parallelism);
        Gemm.Multiply(scale, rB, rA.Transposed, T.Zero, core, workspace, parallelism);
    }

    /// <summary>
    /// R of M = Q·R, in the upper rows of M, with zeros below its diagonal; and Q, where it is wanted.
    /// </summary>
    private static MatrixView<T> Triangle<T>(
        MatrixView<T> m,
        Matrix<T>? q,
        Span<T> workspace,
        bool checkFinite,
        Parallelism parallelism
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rank = Math.Min(m.Rows, m.Columns);
        Span<T> tau = workspace[..rank];
        Qr.Factor(m, tau, workspace[rank..], checkFinite, parallelism);
        if (q is not null)
        {
            Qr.FormQ(m, tau, q, parallelism);
        }

        MatrixView<T> triangle = m.Slice(0, 0, rank, m.Columns);
        for (int i = 1; i < rank; i++)
        {
            triangle.Row(i).Slice(0, i).Fill(T.Zero);
        }
        return triangle;
    }

    private static int CoreWorkspaceLength<T>(int rows, int columns, int rank, Parallelism parallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int p, int q) = CoreShape(rows, columns, rank);
        int factor = Math.Max(
            p + Qr.FactorWorkspaceLength<T>(rows, rank, parallelism),
            q + Qr.FactorWorkspaceLength<T>(columns, rank, parallelism)
        );
        return Math.Max(factor, Gemm.WorkspaceLength<T>(p, q, rank, parallelism));
    }

    private static (int P, int Q) CoreShape<T>(MatrixView<T> b, MatrixView<T> a)
        where T : unmanaged =>
        b.Columns == a.Rows
            ? CoreShape(b.Rows, a.Columns, b.Columns)
            : throw new ArgumentException(
                $"B is {b.Rows}×{b.Columns} and A is {a.Rows}×{a.Columns}: they have no product.",
                nameof(a)
            );

    private static (int P, int Q) CoreShape(int rows, int columns, int rank) =>
        (Math.Min(rows, rank), Math.Min(columns, rank));
}
