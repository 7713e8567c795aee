namespace SpanLinalg;

/// <summary>How many threads a routine may compute with.</summary>
/// <remarks>
/// The default takes all cores for work that is large enough to gain from them, and the caller's thread alone for the
/// rest: then no other thread so much as wakes up. A QR or singular value decomposition does not gain yet, so by
/// default it has one thread, and more only if it is given a number; forming and applying Q are products like others.
/// Further threads come from the thread pool; where it has none to spare, the caller does the work. No result depends
/// on the number: it has the same bits for every one.
/// </remarks>
public readonly record struct Parallelism
{
    // 0 stands for all cores, so that the default value is the default.
    private readonly int limit;
    private readonly bool isForced;

    private Parallelism(int limit, bool isForced) => (this.limit, this.isForced) = (limit, isForced);

    /// <summary>All cores, where it pays: the default value.</summary>
    public static Parallelism Automatic => default;

    /// <summary>The caller's thread and no other.</summary>
    public static Parallelism None => new(1, isForced: false);

    /// <summary>The most threads, the caller's included.</summary>
    public int MaxThreads => limit == 0 ? Environment.ProcessorCount : limit;

    /// <summary>At most so many threads, and fewer where more would not pay or there are fewer cores.</summary>
    /// <param name="threads">One or more; the caller's thread is one of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than one.</exception>
    public static Parallelism UpTo(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return new(threads, isForced: false);
    }

    /// <summary>The same for a decomposition: there the default is the caller's thread alone.</summary>
    /// <remarks>
    /// Its products alternate with panels that one thread factors, and waking helpers for each costs more than they
    /// save: QR of n = 256, 512, 1024 with two threads ran at 0.66, 0.76, 0.80 of the speed with one, singular values
    /// at 1.06, 0.92, 0.84.
    /// </remarks>
    internal Parallelism ForDecomposition => limit == 0 ? None : this;

    /// <summary>So many threads, whether it pays or not.</summary>
    internal static Parallelism Exactly(int threads) => new(threads, isForced: true);

    /// <summary>Threads for some work.</summary>
    /// <param name="flops">What is to be done.</param>
    /// <param name="flopsPerThread">What a thread must have to do to be worth its start.</param>
    internal int ThreadsFor(double flops, double flopsPerThread)
    {
        if (limit == 1 || (!isForced && flops < 2 * flopsPerThread))
        {
            return 1;
        }
        return isForced
            ? limit
            : (int)Math.Min(Math.Min(MaxThreads, Environment.ProcessorCount), flops / flopsPerThread);
    }
}
