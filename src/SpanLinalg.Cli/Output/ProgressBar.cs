using SpanLinalg.Lora;
using Spectre.Console;

namespace SpanLinalg.Cli;

/// <summary>Shows a bar on the error stream for work that takes longer than a second, if somebody watches.</summary>
internal static class ProgressBar
{
    private const int PatienceMilliseconds = 1000;
    private const int RefreshMilliseconds = 100;

    public static T Watch<T>(Func<IProgress<StudyProgress>, T> work, Terminal terminal)
    {
        Latest latest = new();
        if (!terminal.ShowsProgress)
        {
            return work(latest);
        }

        Task<T> task = Task.Run(() => work(latest));
        if (!Finished(task, PatienceMilliseconds))
        {
            IAnsiConsole console = AnsiConsole.Create(
                new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) }
            );
            console
                .Progress()
                .AutoClear(true)
                .Columns(
                    new SpinnerColumn(),
                    new TaskDescriptionColumn(),
                    new ProgressBarColumn(),
                    new ElapsedTimeColumn()
                )
                .Start(context =>
                {
                    ProgressTask bar = context.AddTask("Starting", maxValue: 1);
                    do
                    {
                        (bar.Description, bar.Value) = latest.Value;
                    } while (!Finished(task, RefreshMilliseconds));
                });
        }
        return task.GetAwaiter().GetResult();
    }

    // Unlike Task.Wait, this leaves a failure for the one who asks for the result.
    private static bool Finished(Task task, int milliseconds) => Task.WaitAny([task], milliseconds) == 0;

    private sealed class Latest : IProgress<StudyProgress>
    {
        private readonly Lock gate = new();
        private StudyProgress value = new("Starting", 0);

        public StudyProgress Value
        {
            get
            {
                lock (gate)
                {
                    return value;
                }
            }
        }

        public void Report(StudyProgress value)
        {
            lock (gate)
            {
                this.value = value;
            }
        }
    }
}
