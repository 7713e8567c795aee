namespace SpanLinalg.Cli;

/// <summary>The machine as a table and as JSON.</summary>
internal static class InfoReport
{
    public static string ComposeText(MachineInfo machine, int width)
    {
        ReportWriter text = new(width);
        text.Line(
            $"Processor         {machine.Processor} ({machine.LogicalProcessors} logical, {machine.Architecture})"
        );
        text.Line($"Operating system  {machine.OperatingSystem}");
        text.Line($"Instruction sets  {string.Join(", ", machine.InstructionSets)}");
        text.Line($"Vector width      {Width(machine.Width)}: {machine.WidthReason}");
        text.Line($"Caches            {Caches(machine)}");
        string label = "Providers";
        foreach (LinearAlgebraProvider provider in machine.Providers)
        {
            text.Line($"{label, -17} {provider.Name}: {provider.Description}");
            label = "";
        }
        foreach (string line in machine.OpenBlasProblem?.Split('\n') ?? [])
        {
            text.Line($"{label, -17} {line}");
        }
        text.Line($"Versions          SpanLinalg {machine.Version}, {machine.Runtime}");
        return text.ToString();
    }

    public static string ComposeJson(MachineInfo machine) =>
        JsonText.Compose(writer =>
        {
            writer.WriteString("processor", machine.Processor);
            writer.WriteNumber("logical_processors", machine.LogicalProcessors);
            writer.WriteString("architecture", machine.Architecture);
            writer.WriteString("operating_system", machine.OperatingSystem);
            writer.WriteArray("instruction_sets", machine.InstructionSets);
            writer.WriteString("simd_width", Width(machine.Width));
            writer.WriteString("simd_reason", machine.WidthReason);
            writer.WriteObjects(
                "caches",
                machine.Caches,
                cache =>
                {
                    writer.WriteString("name", cache.Name);
                    writer.WriteNumber("bytes", cache.Bytes);
                }
            );
            writer.WriteObjects(
                "providers",
                machine.Providers,
                provider =>
                {
                    writer.WriteString("name", provider.Name);
                    writer.WriteString("description", provider.Description);
                }
            );
            writer.WriteString("openblas_problem", machine.OpenBlasProblem);
            writer.WriteString("version", machine.Version);
            writer.WriteString("runtime", machine.Runtime);
        });

    private static string Width(SimdWidth width) => width == SimdWidth.Scalar ? "scalar" : $"{(int)width} bits";

    private static string Caches(MachineInfo machine) =>
        string.Join(", ", machine.Caches.Select(cache => $"{cache.Name} {Size(cache.Bytes)}"));

    private static string Size(long bytes) => bytes % (1 << 20) == 0 ? $"{bytes >> 20} MiB" : $"{bytes >> 10} KiB";
}
