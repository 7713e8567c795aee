using System.Numerics;
using System.Runtime.CompilerServices;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>C ← αAB + βC by blocks: the five loops of Goto and van de Geijn around a micro-kernel.</summary>
/// <remarks>
/// K. Goto, R. A. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34(3), 2008; the loops and block
/// names are those of F. G. Van Zee, R. A. van de Geijn, "BLIS", ACM TOMS 41(3), 2015. An operand is packed only where
/// <see cref="GemmPlan"/> finds that this pays, since the micro-kernel can read both where they lie.
/// </remarks>
internal static unsafe class BlockedGemm
{
    /// <summary>Products that are small in every dimension pack on the stack, if at all.</summary>
    /// <remarks>64×64×64 in double takes 62 KiB of it, 24×24×24 some ten. Finding the length of a workspace takes 300 cycles, a fifth of the time of 24×24×24.</remarks>
    private const int SmallSize = 64;

    /// <summary>What a thread must have to do to be worth its start.</summary>
    /// <remarks>Two threads of a Zen 4 against one, f64, AVX2: 9.5 and 11.9 µs at n = 64, 22 and 33 at 96, 52 and 94 at 128; f32: 5.3 and 5.0, 14 and 17, 32 and 44.</remarks>
    private const double FlopsPerThread = 5e5;

    /// <summary>Threads for C (m × n).</summary>
    public static int Threads(Parallelism parallelism, int m, int n, int depth) =>
        IsSmall(m, n, depth) ? 1 : parallelism.ThreadsFor(2.0 * m * n * depth, FlopsPerThread);

    /// <summary>Scratch elements for C (m × n), for any strides and the threads that pay; enough for every smaller product, too.</summary>
    /// <remarks>A smaller product never pays for more threads.</remarks>
    public static int WorkspaceLength<T>(KernelSet<T> kernels, Parallelism parallelism, int m, int n, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        WorkspaceLength(kernels, m, n, depth, Threads(parallelism, m, n, depth));

    /// <summary>Scratch elements for C (m × n), for any strides; enough for every smaller product and fewer threads, too.</summary>
    public static int WorkspaceLength<T>(KernelSet<T> kernels, int m, int n, int depth, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        IsSmall(m, n, depth) ? 0 : GemmScratch<T>.Length(kernels, m, n, depth, threads);

    /// <summary>The product with checked arguments; the operands may be stored in narrower types than it.</summary>
    public static void Multiply<TA, TB, T>(
        KernelSet<T> kernels,
        T alpha,
        ReadOnlyMatrixView<TA> a,
        ReadOnlyMatrixView<TB> b,
        T beta,
        MatrixView<T> c,
        Span<T> workspace,
        int threads
    )
        where TA : unmanaged
        where TB : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c.RowStride < c.ColumnStride)
        {
            // The kernel stores rows of C: for contiguous columns, compute Cᵀ = BᵀAᵀ instead.
            Multiply(kernels, alpha, b.Transposed, a.Transposed, beta, c.Transposed, workspace, threads);
            return;
        }

        fixed (TA* pa = a)
        fixed (TB* pb = b)
        fixed (T* pc = c)
        {
            StoredOperand storedA = StoredOperand.Rows(pa, a),
                storedB = StoredOperand.Columns(pb, b);
            GemmPlan plan = GemmPlan.For(
                kernels,
                c.Rows,
                c.Columns,
                a.Columns,
                storedA,
                storedB,
                c.ColumnStride == 1 ? c.RowStride : 0
            );
            BlockedProduct<T> product = new()
            {
                Kernels = kernels,
                Plan = plan,
                Alpha = alpha,
                A = storedA,
                B = storedB,
                Beta = beta,
                C = pc,
                RowStride = c.RowStride,
                ColumnStride = c.ColumnStride,
                Rows = c.Rows,
                Columns = c.Columns,
                Depth = a.Columns,
            };
            if (threads == 1 && product.NeedsNoScratch)
            {
                product.MultiplyPart(0, c.Rows, 0, c.Columns, packedB: null, tile: null);
            }
            else if (IsSmall(c.Rows, c.Columns, a.Columns))
            {
                MultiplyOnStack(product);
            }
            else
            {
                fixed (T* _ = workspace)
                {
                    Multiply(product, new Workspace<T>(workspace), threads);
                }
            }
        }
    }

    /// <summary>Whether a product of any strides needs no workspace.</summary>
    private static bool IsSmall(int m, int n, int depth) => Math.Max(Math.Max(m, n), depth) <= SmallSize;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MultiplyOnStack<T>(in BlockedProduct<T> product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = GemmScratch<T>.Length(product.Kernels, product.Rows, product.Columns, product.Depth, threads: 1);
        T* scratch = stackalloc T[length];
        Multiply(product, new Workspace<T>(new Span<T>(scratch, length)), threads: 1);
    }

    private static void Multiply<T>(in BlockedProduct<T> product, Workspace<T> workspace, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        GemmTeam<T>.OfThisThread.Multiply(
            product,
            new GemmScratch<T>(product.Kernels, product.Plan, threads, workspace),
            threads
        );
}
