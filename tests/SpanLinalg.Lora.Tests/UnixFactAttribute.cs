namespace SpanLinalg.Lora.Tests;

/// <summary>A test of pipes, devices, links or modes, which Windows has in other ways.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "This needs Unix's kinds of file.";
        }
    }
}
