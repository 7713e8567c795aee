using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>The leading part of a singular value decomposition from a random sample of the range of A.</summary>
/// <remarks>
/// N. Halko, P. Martinsson, J. Tropp, "Finding structure with randomness: probabilistic algorithms for constructing
/// approximate matrix decompositions", SIAM Review 53(2), 2011: algorithm 4.4 (randomised subspace iteration) for an
/// orthonormal basis Q of nearly all that A maps to, 5.1 for the decomposition of QQᵀA. All of it is products with A,
/// and QR and SVD of matrices with few columns.
/// </remarks>
internal static class RandomizedSvd
{
    /// <summary>
    /// Scratch elements for an m × n matrix with m ≥ n and this many sampled columns, the alignment included.
    /// </summary>
    public static int WorkspaceLength<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        int m,
        int n,
        int rank,
        int sampled
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int bases = checked(Workspace<T>.Size(m, sampled) + Workspace<T>.Size(n, sampled));
        int product = Math.Max(
            GemmPlan.WorkspaceLength(kernels, GemmTuning.Default, m, sampled, n, parallelism),
            GemmPlan.WorkspaceLength(kernels, GemmTuning.Default, n, sampled, m, parallelism)
        );
        int sample = checked(
            Workspace<T>.Size(m, sampled)
            + Workspace<T>.Size(sampled)
            + Math.Max(
                product,
                Math.Max(
                    QrFactorization.WorkspaceLength(kernels, parallelism, m, sampled),
                    ReflectorProduct.WorkspaceLength(kernels, parallelism, m, sampled, sampled)
                )
            )
        );
        int factors = checked(
            Workspace<T>.Size(n, sampled)
            + Workspace<T>.Size(sampled)
            + Workspace<T>.Size(sampled, sampled)
            + Workspace<T>.Size(n)
        );
        int inner = Math.Max(
            GolubKahan.WorkspaceLength(kernels, parallelism, n, sampled, SingularVectors.Thin),
            GemmPlan.WorkspaceLength(kernels, GemmTuning.Default, m, rank, sampled, parallelism)
        );
        inner = Math.Max(inner, TruncationResidual<T>.ScratchLength(kernels, parallelism, m, n, rank, sampled));
        inner = Math.Max(inner, product);
        return checked(bases + Math.Max(sample, factors + inner) + Workspace<T>.Slack);
    }

    /// <summary>A ≈ U·diag(s)·Vᵀ.</summary>
    /// <param name="kernels">The kernels to compute with.</param>
    /// <param name="parallelism">How many threads the products may have.</param>
    /// <param name="a">m × n with m ≥ n; not changed.</param>
    /// <param name="u">m × r.</param>
    /// <param name="s">r singular values.</param>
    /// <param name="vt">r × n.</param>
    /// <param name="sampled">Columns of the sample, from r to n.</param>
    /// <param name="powerIterations">Times that AAᵀ is applied to it.</param>
    /// <param name="seed">Of the sample.</param>
    /// <param name="scratch">As <see cref="WorkspaceLength"/> says.</param>
    /// <param name="error">What is left out.</param>
    /// <returns>
    /// Whether the iteration of the inner decomposition converged; the results have no meaning otherwise.
    /// </returns>
    public static bool Decompose<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        ReadOnlyMatrixView<T> a,
        MatrixView<T> u,
        Span<T> s,
        MatrixView<T> vt,
        int sampled,
        int powerIterations,
        ulong seed,
        Workspace<T> scratch,
        out TruncationError<T> error
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int m, int n) = (a.Rows, a.Columns);
        ScaledMatrix<T> scaled = new(kernels, parallelism, a);
        MatrixView<T> left = scratch.Matrix(m, sampled);
        MatrixView<T> right = scratch.Matrix(n, sampled);

        // Algorithm 4.4. Without the basis in between, all columns would turn to the leading singular vector and lose
        // the others to rounding.
        GaussianGenerator random = new(seed);
        random.Fill(right);
        Sample(kernels, parallelism, scaled, right, left, scratch);
        for (int i = 0; i < powerIterations; i++)
        {
            Sample(kernels, parallelism, scaled.Transposed, left, right, scratch);
            Sample(kernels, parallelism, scaled, right, left, scratch);
        }

        // Algorithm 5.1: with AᵀQ = V·diag(σ)·Wᵀ, QQᵀA = (QW)·diag(σ)·Vᵀ.
        MatrixView<T> v = scratch.Matrix(n, sampled);
        Span<T> sigma = scratch.Vector(sampled);
        MatrixView<T> wt = scratch.Matrix(sampled, sampled);
        scaled.Transposed.Multiply(left, right, scratch.Rest);
        if (!GolubKahan.Decompose(kernels, parallelism, right, SingularVectors.Thin, v, sigma, wt, scratch))
        {
            error = default;
            return false;
        }
        ReadOnlyMatrixView<T> kept = wt.Slice(0, 0, s.Length, sampled);
        Gemm.Multiply(kernels, T.One, left, kept.Transposed, T.Zero, u, scratch.Rest, parallelism);
        v.Slice(0, 0, n, s.Length).CopyTo(vt.Transposed);
        sigma[..s.Length].CopyTo(s);

        TruncationResidual<T> residual = new(kernels, parallelism, scaled, u, s, vt);
        Span<T> start = scratch.Vector(n);
        ReadOnlyMatrixView<T> next = v.Slice(0, s.Length, n, Math.Min(1, sampled - s.Length));
        ChooseStart(kernels, ref random, next, start);
        T spectral = residual.SpectralNorm(start, scratch);
        T frobenius = T.Max(residual.FrobeniusNorm(sampled, scratch), spectral);
        error = new(T.ScaleB(frobenius, scaled.Exponent), T.ScaleB(spectral, scaled.Exponent));
        for (int i = 0; scaled.Exponent != 0 && i < s.Length; i++)
        {
            s[i] = T.ScaleB(s[i], scaled.Exponent);
        }
        return true;
    }

    /// <summary>basis ← an orthonormal basis of A·x.</summary>
    private static void Sample<T>(
        KernelSet<T> kernels,
        Parallelism parallelism,
        ScaledMatrix<T> a,
        MatrixView<T> x,
        MatrixView<T> basis,
        Workspace<T> scratch
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixView<T> product = scratch.Matrix(a.Rows, x.Columns);
        Span<T> tau = scratch.Vector(x.Columns);
        a.Multiply(x, product, scratch.Rest);
        QrFactorization.Factor(kernels, parallelism, product, tau, scratch);
        ReflectorProduct.Form(kernels, parallelism, product, tau, basis, scratch);
    }

    /// <summary>
    /// Where the power iteration on what is left out begins: at the first singular vector that was cut off, if there is
    /// one.
    /// </summary>
    /// <remarks>
    /// That is nearly the answer already. A random vector of the same length is added, which sees also what the sample
    /// has missed.
    /// </remarks>
    private static void ChooseStart<T>(
        KernelSet<T> kernels,
        ref GaussianGenerator random,
        ReadOnlyMatrixView<T> next,
        Span<T> start
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixView<T> vector = ((VectorView<T>)start).AsColumn();
        random.Fill(vector);
        if (next.Columns > 0)
        {
            kernels.Scale(T.One / kernels.Norm(start), vector.Column(0));
            kernels.Axpy(T.One, next.Column(0), vector.Column(0));
        }
    }
}
