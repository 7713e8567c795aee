namespace SpanLinalg;

/// <summary>
/// Every number that decides how a product is computed; docs/measurements.md says what measured each.
/// </summary>
/// <param name="level1">Bytes of the first-level data cache.</param>
/// <param name="level2">Bytes of the second-level cache.</param>
/// <param name="level3">Bytes of the last-level cache.</param>
internal sealed class GemmTuning(long level1, long level2, long level3)
{
    /// <summary>For the processor that this runs on.</summary>
    public static readonly GemmTuning Default = new(
        ProcessorCaches.Level1,
        ProcessorCaches.Level2,
        ProcessorCaches.Level3
    );

    // Small products.

    /// <summary>Elements of each matrix up to which a product goes straight to the kernel.</summary>
    public const int DirectElements = 64 * 64;

    /// <summary>Depth up to which it does.</summary>
    public const int DirectDepth = 64;

    /// <summary>Elements of a vector from which a product with it is GEMV's.</summary>
    public const int ShortVector = 16;

    /// <summary>Columns of B up to which each is a vector for GEMV, if A lies in contiguous rows.</summary>
    public const int FewVectors = 4;

    /// <summary>Depth from which that pays.</summary>
    public const int FewVectorsDepth = 32;

    /// <summary>Bytes of scratch that are taken from the stack.</summary>
    public const int StackBytes = 80 * 1024;

    // Methods.

    /// <summary>Depth from which it pays to interleave two steps where C is at most a vector wide.</summary>
    public const int TwoStepsDepth = 8;

    /// <summary>Depth from which it pays to interleave four where C is at most half a vector wide.</summary>
    public const int FourStepsDepth = 16;

    /// <summary>Rows of A up to which crowded rows of B are gone through one after the other.</summary>
    public const int SweptRows = 16;

    /// <summary>The same where one tile is as tall as A and reads B only once.</summary>
    public const int SweptRowsOfTile = 4;

    /// <summary>Depth from which it is worth to begin such sums in memory.</summary>
    public const int SweptDepth = 64;

    /// <summary>Full tiles beside each other from which a row of B is long enough for that.</summary>
    public const int SweptTiles = 5;

    /// <summary>
    /// Bytes of B up to which all of it is multiplied by some rows of A before the next, if A or C is large.
    /// </summary>
    public const int RowwiseBytes = 128 * 1024;

    /// <summary>
    /// How much deeper blocks are where steps are interleaved: their panels of B are narrow, and long stretches of the
    /// rows of A are what prefetchers want.
    /// </summary>
    public const int NarrowDepths = 2;

    // What is packed.

    /// <summary>Rows of A from which crowded rows of B are packed.</summary>
    public const int CrowdedUses = 48;

    /// <summary>Rows of A from which a large B is packed.</summary>
    public const int PackedRows = 192;

    /// <summary>
    /// Rows of A above which A is packed, too, if B is; its tiles stay in the first-level cache below.
    /// </summary>
    public const int PackedRowsOfA = 256;

    /// <summary>Columns of C above which a packed A is read often enough.</summary>
    public const int ReusingColumns = 64;

    // Threads.

    /// <summary>What a thread must have to do to be worth its start.</summary>
    public const double FlopsPerThread = 5e5;

    /// <summary>
    /// Parts for each thread, so that one that is interrupted does not make the others wait for long.
    /// </summary>
    public const int PartsPerThread = 4;

    /// <summary>
    /// Columns of C for each part from which columns are cut, since each part packs its rows of A again.
    /// </summary>
    public const int PartColumns = 192;

    /// <summary>Bytes of A and C from which each of their rows is better gone through once.</summary>
    public long LargeBytes { get; } = level2 / 4;

    /// <summary>Bytes of B up to which it is packed only because its rows are crowded.</summary>
    public long CrowdedBytes { get; } = level2;

    /// <summary>
    /// Bytes of B, for each row of a tile, up to which it is read in place: tall tiles read it less often.
    /// </summary>
    public long InPlaceBytes { get; } = level2 / 4;

    /// <summary>KC, in bytes: a panel of B of this depth stays near the first-level cache.</summary>
    public int DepthBytes { get; } = DepthOf(level1);

    /// <summary>MC: rows of A; with the depth above, three sixteenths of the second-level cache.</summary>
    public int Rows { get; } = (int)Math.Clamp(level2 * 3 / 16 / DepthOf(level1) / 8 * 8, 24, 192);

    /// <summary>
    /// NC: columns of B; with the depth above, a quarter of the last-level cache, which other cores use as well.
    /// </summary>
    public int Columns { get; } = (int)Math.Clamp(level3 / 4 / DepthOf(level1) / 192 * 192, 768, 3072);

    private static int DepthOf(long level1) => (int)Math.Clamp(level1 * 3 / 32, 1536, 4096);
}
