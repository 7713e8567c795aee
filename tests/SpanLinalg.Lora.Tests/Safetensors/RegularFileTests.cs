using System.Diagnostics;
using System.IO.Pipes;

namespace SpanLinalg.Lora.Tests;

/// <summary>What a path may lead to instead of a file.</summary>
public sealed class RegularFileTests : IDisposable
{
    private const string Refusal = "is empty, a pipe, a device or a broken link.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [UnixFact]
    public async Task A_named_pipe_is_refused_without_waiting_for_a_writer()
    {
        Process.Start("mkfifo", [folder.PathOf("a.safetensors"), folder.PathOf("adapter_config.json")]).WaitForExit();
        await Refused<SafetensorsException>(folder.PathOf("a.safetensors"));

        string sound = folder.Write(
            "b.safetensors",
            SafetensorsBytes.Of(("m.lora_A.weight", [1, 2], [1, 2]), ("m.lora_B.weight", [2, 1], [3, 4]))
        );
        await Refused<AdapterException>(sound);
    }

    [UnixFact]
    public async Task An_open_pipe_and_a_device_are_refused()
    {
        using AnonymousPipeServerStream pipe = new(PipeDirection.In);
        await Refused<SafetensorsException>($"/dev/fd/{pipe.SafePipeHandle.DangerousGetHandle()}");
        await Refused<SafetensorsException>("/dev/null");
        await Refused<SafetensorsException>("/dev/zero");
    }

    [UnixFact]
    public async Task A_link_is_followed_and_a_broken_one_is_named()
    {
        folder.Write("blob", SafetensorsBytes.Of(("a", [1], [1])));
        string good = folder.PathOf("good.safetensors");
        File.CreateSymbolicLink(good, "blob");
        using (SafetensorsFile file = SafetensorsFile.Open(good))
        {
            Assert.Single(file.Tensors);
        }

        string broken = folder.PathOf("broken.safetensors");
        File.CreateSymbolicLink(broken, "absent");
        await Refused<SafetensorsException>(broken);
    }

    private static async Task Refused<TException>(string path)
        where TException : Exception
    {
        Task opening = Task.Run(() => AdapterReader.Read(path).Dispose());
        TException exception = await Assert.ThrowsAsync<TException>(() => opening.WaitAsync(Patience));
        Assert.StartsWith(Path.GetDirectoryName(path)!, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(Refusal, exception.Message, StringComparison.Ordinal);
    }
}
