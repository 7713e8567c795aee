using System.Numerics;
using SpanLinalg.Kernels;

namespace SpanLinalg;

/// <summary>The scratch of a product: a block of B for all threads, and for each a block of its own and a tile.</summary>
internal readonly unsafe struct GemmScratch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* own;
    private readonly T* tiles;
    private readonly int ownLength;
    private readonly int tileLength;

    /// <summary>Cuts a workspace that is pinned, and as long as <see cref="Length"/> says for this product and these threads.</summary>
    public GemmScratch(KernelSet<T> kernels, in GemmPlan plan, int threads, Workspace<T> workspace)
    {
        GemmBlocking blocks = plan.Blocks;
        ownLength = Workspace<T>.Size(
            plan.PackA ? (long)blocks.Mc * blocks.Kc
            : plan.PackB ? (long)blocks.Kc * blocks.Nc
            : 0
        );
        tileLength = Workspace<T>.Size(plan.Tile.Rows * plan.Tile.Vectors * kernels.Lanes);
        SharedB = workspace.Pinned(plan.PackA && plan.PackB ? blocks.Kc * blocks.Nc : 0);
        own = workspace.Pinned(ownLength * threads);
        tiles = workspace.Pinned(tileLength * threads);
    }

    /// <summary>A block of B that all threads use.</summary>
    public T* SharedB { get; }

    /// <summary>What a thread packs for itself: a block of A, or of B if A stays in place.</summary>
    public T* Own(int member) => own + ((nint)member * ownLength);

    /// <summary>A tile for a thread.</summary>
    public T* Tile(int member) => tiles + ((nint)member * tileLength);

    /// <summary>Scratch elements for C (m × n), for any strides; enough for every smaller product, too.</summary>
    /// <exception cref="OverflowException">More than 2³¹ − 1.</exception>
    public static int Length(KernelSet<T> kernels, int m, int n, int depth, int threads)
    {
        (int tileRows, int tileVectors) = kernels.FullTile;
        int tileColumns = tileVectors * kernels.Lanes;

        // Which operand plays A is decided by the strides of C, so there is room for either choice.
        int blocks = Math.Max(Blocks(m, n), Blocks(n, m));
        return checked(blocks + (threads * Workspace<T>.Size(tileRows * tileColumns)) + Workspace<T>.Slack);

        int Blocks(int rows, int columns)
        {
            GemmBlocking both = GemmBlocking.Largest<T>(rows, columns, depth, packA: true, tileColumns);
            GemmBlocking onlyB = GemmBlocking.Largest<T>(rows, columns, depth, packA: false, tileColumns);
            int shared = Workspace<T>.Size((long)both.Kc * both.Nc);
            int ownOfA = Workspace<T>.Size((long)both.Mc * both.Kc);
            int ownOfB = Workspace<T>.Size((long)onlyB.Kc * onlyB.Nc);
            return checked(Math.Max(shared + (threads * ownOfA), threads * ownOfB));
        }
    }
}
