namespace SpanLinalg.Tests;

/// <summary>Teams at work that takes some time, so that the threads meet.</summary>
public class WorkTeamTests
{
    /// <summary>Notes who did which chunk.</summary>
    private sealed class Team : WorkTeam
    {
        private int[] doneBy = [];
        private int begun;

        /// <summary>
        /// Whether a chunk of the caller lasts until somebody has begun another, and that other one lasts a little
        /// longer.
        /// </summary>
        public bool AwaitsHelp { get; init; }

        public void Run(int threads, int chunks)
        {
            doneBy = new int[chunks];
            begun = 0;
            Array.Fill(doneBy, -1);
            Open(threads);
            RunStage(chunks);
            Close();
            Assert.All(doneBy, member => Assert.InRange(member, 0, threads - 1));
        }

        protected override void Do(int chunk, int member)
        {
            Interlocked.Increment(ref begun);
            if (AwaitsHelp && member == 0)
            {
                // The pool may be busy with other tests.
                new Thread(((IThreadPoolWorkItem)this).Execute).Start();
                while (Volatile.Read(ref begun) < 2)
                {
                    Thread.Yield();
                }
            }
            else if (AwaitsHelp)
            {
                Thread.Sleep(20);
            }
            doneBy[chunk] = member;
        }
    }

    [Fact]
    public void No_number_of_threads_that_worked_before_gives_a_later_work_more()
    {
        Team team = new();
        for (int round = 0; round < 200; round++)
        {
            foreach (int threads in (int[])[7, 2, 1, 3, 1])
            {
                team.Run(threads, 50);
            }
        }
    }

    /// <summary>If it did, it would unpin its matrices while helpers write to them.</summary>
    [Fact]
    public void A_caller_that_is_interrupted_does_not_leave_its_helpers()
    {
        Exception? thrown = null;
        bool isStillInterrupted = false;
        Thread caller = new(() =>
        {
            Team team = new() { AwaitsHelp = true };
            Thread.CurrentThread.Interrupt();
            thrown = Record.Exception(() => team.Run(2, 2));
            try
            {
                Thread.Sleep(1);
            }
            catch (ThreadInterruptedException)
            {
                isStillInterrupted = true;
            }
        });
        caller.Start();
        caller.Join();
        Assert.Null(thrown);
        Assert.True(isStillInterrupted);
    }
}
