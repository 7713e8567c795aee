using System.Diagnostics;

namespace SpanLinalg;

/// <summary>Threads that share work which comes in stages, each of some chunks that may be done in any order.</summary>
/// <remarks>
/// The caller works too, and all would be done if nobody came to help: the others come from the thread pool, which may
/// have none to spare. Chunks are claimed one by one, so a thread that is late or slow delays nothing but the chunk it
/// holds. Between stages the helpers spin, since the next one begins within microseconds; after the last they look out
/// for more work for a while, since waking a thread takes as long as a product of 200 × 200. A team is used by one
/// caller, again and again, and then allocates nothing.
/// </remarks>
internal abstract class WorkTeam : IThreadPoolWorkItem
{
    /// <summary>How long a helper looks out for more work.</summary>
    private static readonly long LingerTicks = Stopwatch.Frequency / 2000;

    private int threads = 1;
    private volatile bool isOpen;

    /// <summary>Chunks of this stage that nobody has claimed.</summary>
    private int unclaimed;

    /// <summary>Chunks of this stage that are not done.</summary>
    private int unfinished;

    /// <summary>Helpers that might look at the work.</summary>
    private int present;

    /// <summary>Helpers that have a place of their own in this work.</summary>
    private int joined;

    /// <summary>Threads of the pool that were asked for and have not left.</summary>
    private int helpers;

    /// <summary>Does a chunk of the current stage.</summary>
    /// <param name="chunk">Its number, from zero; the last comes first.</param>
    /// <param name="member">
    /// Who does it, from zero to less than the number of threads: no two threads at once have the same number.
    /// </param>
    protected abstract void Do(int chunk, int member);

    /// <summary>Asks for help. Must be followed by <see cref="Close"/>, whatever is thrown in between.</summary>
    /// <param name="count">Threads, the caller's included.</param>
    protected void Open(int count)
    {
        if (count == 1)
        {
            // Helpers that linger are not to come for work that has no place for them.
            return;
        }
        threads = count;
        joined = 0;
        isOpen = true;
        while (Volatile.Read(ref helpers) < threads - 1)
        {
            Interlocked.Increment(ref helpers);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>
    /// Does a stage, and returns when all its chunks are done. What they need to know is in place before.
    /// </summary>
    protected void RunStage(int chunks)
    {
        unfinished = chunks;
        Volatile.Write(ref unclaimed, chunks);
        while (TryClaim(out int chunk))
        {
            Do(chunk, member: 0);
            Interlocked.Decrement(ref unfinished);
        }
        for (SpinWait spin = default; Volatile.Read(ref unfinished) > 0; )
        {
            Pause(ref spin);
        }
    }

    /// <summary>Sends the helpers away, and returns when none looks at the work any more.</summary>
    protected void Close()
    {
        isOpen = false;
        Interlocked.MemoryBarrier();
        for (SpinWait spin = default; Volatile.Read(ref present) > 0; )
        {
            Pause(ref spin);
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        bool isWanted = true;
        do
        {
            // Present before looking whether the team is open: so Close waits for whoever found it open. A helper that
            // comes too late for the work that it was called for is as welcome to the next, unless that has fewer
            // places.
            Interlocked.Increment(ref present);
            if (isOpen)
            {
                int member = Interlocked.Increment(ref joined);
                isWanted = member < threads;
                if (isWanted)
                {
                    Help(member);
                }
            }
            Interlocked.Decrement(ref present);
        } while (isWanted && Linger());
        Interlocked.Decrement(ref helpers);
    }

    /// <summary>Whether the team opens again before long.</summary>
    private bool Linger()
    {
        long start = Stopwatch.GetTimestamp();
        for (SpinWait spin = default; !isOpen; )
        {
            if (Stopwatch.GetTimestamp() - start > LingerTicks)
            {
                return false;
            }
            Pause(ref spin);
        }
        return true;
    }

    private void Help(int member)
    {
        for (SpinWait spin = default; isOpen; )
        {
            if (TryClaim(out int chunk))
            {
                Do(chunk, member);
                Interlocked.Decrement(ref unfinished);
                spin.Reset();
            }
            else
            {
                Pause(ref spin);
            }
        }
    }

    /// <summary>Waits for a moment.</summary>
    /// <remarks>
    /// <see cref="SpinWait.SpinOnce(int)"/> sleeps now and then, and a sleep throws if the thread was interrupted: the
    /// caller would leave, and unpin its memory, while helpers still write to it. Neither to spin nor to yield can be
    /// interrupted.
    /// </remarks>
    private static void Pause(ref SpinWait spin)
    {
        if (spin.NextSpinWillYield)
        {
            Thread.Yield();
        }
        else
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <remarks>
    /// Everything about a stage is read after a chunk of it was claimed, and it cannot end before that chunk is done.
    /// </remarks>
    private bool TryClaim(out int chunk)
    {
        for (int left = Volatile.Read(ref unclaimed); left > 0; )
        {
            int seen = Interlocked.CompareExchange(ref unclaimed, left - 1, left);
            if (seen == left)
            {
                chunk = left - 1;
                return true;
            }
            left = seen;
        }
        chunk = 0;
        return false;
    }
}
