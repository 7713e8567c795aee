using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Simd;

namespace SpanLinalg.Kernels;

/// <summary>The GEMM micro-kernel for 32 vector registers: one tile of 8 rows by 3 vectors.</summary>
internal static unsafe class MicroKernel8x3<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of the tile.</summary>
    public const int Rows = 8;

    /// <inheritdoc cref="MicroKernel4x3{TSimd, TVector, T}.Run"/>
    /// <remarks>
    /// Registers: 24 accumulators, 3 for the row of B, 1 for the broadcast of A make 28 of 32.
    /// The accumulators are named, since the JIT keeps neither arrays nor structs of vectors in registers.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int depth, T* a, T* b, T alpha, T beta, T* c, nint rowStride)
    {
        TileRow<TSimd, TVector, T>.Prefetch(c);
        TileRow<TSimd, TVector, T>.Prefetch(c + rowStride);
        TileRow<TSimd, TVector, T>.Prefetch(c + (2 * rowStride));
        TileRow<TSimd, TVector, T>.Prefetch(c + (3 * rowStride));
        TileRow<TSimd, TVector, T>.Prefetch(c + (4 * rowStride));
        TileRow<TSimd, TVector, T>.Prefetch(c + (5 * rowStride));
        TileRow<TSimd, TVector, T>.Prefetch(c + (6 * rowStride));
        TileRow<TSimd, TVector, T>.Prefetch(c + (7 * rowStride));

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
        TVector c40 = TSimd.Zero,
            c41 = TSimd.Zero,
            c42 = TSimd.Zero;
        TVector c50 = TSimd.Zero,
            c51 = TSimd.Zero,
            c52 = TSimd.Zero;
        TVector c60 = TSimd.Zero,
            c61 = TSimd.Zero,
            c62 = TSimd.Zero;
        TVector c70 = TSimd.Zero,
            c71 = TSimd.Zero,
            c72 = TSimd.Zero;

        for (int p = 0; p < depth; p++, a += 8, b += 3 * TSimd.Lanes)
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

            TVector a4 = TSimd.Broadcast(a[4]);
            c40 = TSimd.MultiplyAdd(a4, b0, c40);
            c41 = TSimd.MultiplyAdd(a4, b1, c41);
            c42 = TSimd.MultiplyAdd(a4, b2, c42);

            TVector a5 = TSimd.Broadcast(a[5]);
            c50 = TSimd.MultiplyAdd(a5, b0, c50);
            c51 = TSimd.MultiplyAdd(a5, b1, c51);
            c52 = TSimd.MultiplyAdd(a5, b2, c52);

            TVector a6 = TSimd.Broadcast(a[6]);
            c60 = TSimd.MultiplyAdd(a6, b0, c60);
            c61 = TSimd.MultiplyAdd(a6, b1, c61);
            c62 = TSimd.MultiplyAdd(a6, b2, c62);

            TVector a7 = TSimd.Broadcast(a[7]);
            c70 = TSimd.MultiplyAdd(a7, b0, c70);
            c71 = TSimd.MultiplyAdd(a7, b1, c71);
            c72 = TSimd.MultiplyAdd(a7, b2, c72);
        }

        TVector alphas = TSimd.Broadcast(alpha);
        if (T.IsZero(beta))
        {
            TileRow<TSimd, TVector, T>.Set(c, alphas, c00, c01, c02);
            TileRow<TSimd, TVector, T>.Set(c + rowStride, alphas, c10, c11, c12);
            TileRow<TSimd, TVector, T>.Set(c + (2 * rowStride), alphas, c20, c21, c22);
            TileRow<TSimd, TVector, T>.Set(c + (3 * rowStride), alphas, c30, c31, c32);
            TileRow<TSimd, TVector, T>.Set(c + (4 * rowStride), alphas, c40, c41, c42);
            TileRow<TSimd, TVector, T>.Set(c + (5 * rowStride), alphas, c50, c51, c52);
            TileRow<TSimd, TVector, T>.Set(c + (6 * rowStride), alphas, c60, c61, c62);
            TileRow<TSimd, TVector, T>.Set(c + (7 * rowStride), alphas, c70, c71, c72);
        }
        else
        {
            TVector betas = TSimd.Broadcast(beta);
            TileRow<TSimd, TVector, T>.Update(c, alphas, betas, c00, c01, c02);
            TileRow<TSimd, TVector, T>.Update(c + rowStride, alphas, betas, c10, c11, c12);
            TileRow<TSimd, TVector, T>.Update(c + (2 * rowStride), alphas, betas, c20, c21, c22);
            TileRow<TSimd, TVector, T>.Update(c + (3 * rowStride), alphas, betas, c30, c31, c32);
            TileRow<TSimd, TVector, T>.Update(c + (4 * rowStride), alphas, betas, c40, c41, c42);
            TileRow<TSimd, TVector, T>.Update(c + (5 * rowStride), alphas, betas, c50, c51, c52);
            TileRow<TSimd, TVector, T>.Update(c + (6 * rowStride), alphas, betas, c60, c61, c62);
            TileRow<TSimd, TVector, T>.Update(c + (7 * rowStride), alphas, betas, c70, c71, c72);
        }
    }
}
