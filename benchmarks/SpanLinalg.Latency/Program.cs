using SpanLinalg.Latency;

// The driver starts this same program again, as a probe, for each figure: what is measured is a fresh process.
return args switch
{
    ["probe", .. string[] rest] => Probe.Run(rest),
    ["--help" or "-h" or "help"] => Help(),
    _ => Options.TryParse(args, out Options options, out string complaint)
        ? new Driver(options).Run()
        : WrongUsage(complaint),
};

static int Help()
{
    Console.Write(Options.Usage);
    return 0;
}

static int WrongUsage(string complaint)
{
    Console.Error.WriteLine(complaint);
    Console.Error.WriteLine();
    Console.Error.Write(Options.Usage);
    return 2;
}
