using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>The GEMM micro-kernel for 16 vector registers: one tile of 4 rows by 3 vectors.</summary>
internal static unsafe class MicroKernel4x3<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of the tile.</summary>
    public const int Rows = 4;

    /// <summary>C ← α·A·B + β·C for one tile of C, by <paramref name="depth"/> rank-1 updates.</summary>
    /// <param name="depth">Columns of A and rows of B; zero or more.</param>
    /// <param name="a">Packed: column after column, each one as tall as the tile.</param>
    /// <param name="b">Packed: row after row, each one as wide as the tile, padded with zeros by the packer.</param>
    /// <param name="alpha">α.</param>
    /// <param name="beta">β; where it is zero, C is not read.</param>
    /// <param name="c">The tile, with contiguous rows; does not overlap the packed operands.</param>
    /// <param name="rowStride">Elements from one row of C to the next.</param>
    /// <remarks>
    /// Registers: 12 accumulators, 3 for the row of B, 1 for the broadcast of A make 16. One more and the JIT spills.
    /// The accumulators are named, since the JIT keeps neither arrays nor structs of vectors in registers.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int depth, T* a, T* b, T alpha, T beta, T* c, nint rowStride)
    {
        TileRow<TSimd, TVector, T>.Prefetch(c);
        TileRow<TSimd, TVector, T>.Prefetch(c + rowStride);
        TileRow<TSimd, TVector, T>.Prefetch(c + (2 * rowStride));
        TileRow<TSimd, TVector, T>.Prefetch(c + (3 * rowStride));

        TVector c00 = TSimd.Zero,
            c01 = TSimd.Zero,
            c02 = TSimd.Zero;
        TVector c10 = TSimd.Zero,
            c11 = TSimd.Zero,
            c12 = TSimd.Zero;
        TVector c20 = TSimd.Zero,
            c21 = TSimd.Zero,
            c22 = TSimd.Zero;
        TVector c30 = TSimd.Zero,
            c31 = TSimd.Zero,
            c32 = TSimd.Zero;

        for (int p = 0; p < depth; p++, a += 4, b += 3 * TSimd.Lanes)
        {
            TVector b0 = TSimd.Load(b),
                b1 = TSimd.Load(b + TSimd.Lanes),
                b2 = TSimd.Load(b + (2 * TSimd.Lanes));

            TVector a0 = TSimd.Broadcast(*a);
            c00 = TSimd.MultiplyAdd(a0, b0, c00);
            c01 = TSimd.MultiplyAdd(a0, b1, c01);
            c02 = TSimd.MultiplyAdd(a0, b2, c02);

            TVector a1 = TSimd.Broadcast(a[1]);
            c10 = TSimd.MultiplyAdd(a1, b0, c10);
            c11 = TSimd.MultiplyAdd(a1, b1, c11);
            c12 = TSimd.MultiplyAdd(a1, b2, c12);

            TVector a2 = TSimd.Broadcast(a[2]);
            c20 = TSimd.MultiplyAdd(a2, b0, c20);
            c21 = TSimd.MultiplyAdd(a2, b1, c21);
            c22 = TSimd.MultiplyAdd(a2, b2, c22);

            TVector a3 = TSimd.Broadcast(a[3]);
            c30 = TSimd.MultiplyAdd(a3, b0, c30);
            c31 = TSimd.MultiplyAdd(a3, b1, c31);
            c32 = TSimd.MultiplyAdd(a3, b2, c32);
        }

        TVector alphas = TSimd.Broadcast(alpha);
        if (T.IsZero(beta))
        {
            TileRow<TSimd, TVector, T>.Set(c, alphas, c00, c01, c02);
            TileRow<TSimd, TVector, T>.Set(c + rowStride, alphas, c10, c11, c12);
            TileRow<TSimd, TVector, T>.Set(c + (2 * rowStride), alphas, c20, c21, c22);
            TileRow<TSimd, TVector, T>.Set(c + (3 * rowStride), alphas, c30, c31, c32);
        }
        else
        {
            TVector betas = TSimd.Broadcast(beta);
            TileRow<TSimd, TVector, T>.Update(c, alphas, betas, c00, c01, c02);
            TileRow<TSimd, TVector, T>.Update(c + rowStride, alphas, betas, c10, c11, c12);
            TileRow<TSimd, TVector, T>.Update(c + (2 * rowStride), alphas, betas, c20, c21, c22);
            TileRow<TSimd, TVector, T>.Update(c + (3 * rowStride), alphas, betas, c30, c31, c32);
        }
    }
}
