using System.Diagnostics;

namespace SpanLinalg.Cli.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_check_leaves_nothing_and_changes_nothing()
    {
        string old = folder.Write("old", "old");
        AtomicFile.Check(old);
        AtomicFile.Check(folder.PathOf("new"));
        Assert.Equal("old", File.ReadAllText(old));
        Assert.Equal([old], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void The_check_comes_before_the_work()
    {
        string absent = folder.PathOf("absent", "report");
        string sentence = Tool.Failure("inspect", folder.PathOf("no-adapter"), "--output", absent);
        Assert.StartsWith(absent, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_may_be_as_long_as_names_can_be()
    {
        string path = folder.PathOf(new string('n', 245));
        AtomicFile.Write(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void A_name_that_is_too_long_is_the_one_in_the_sentence()
    {
        string path = folder.PathOf(new string('n', 300));
        string sentence = Assert.Throws<CommandException>(() => AtomicFile.Write(path, "new")).Message;
        Assert.Contains(path, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(".spanlinalg-", sentence, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [UnixFact]
    public void A_link_stays_one_and_its_target_is_written()
    {
        Directory.CreateDirectory(folder.PathOf("elsewhere"));
        string target = folder.Write(Path.Combine("elsewhere", "target"), "old");
        string link = folder.PathOf("link");
        File.CreateSymbolicLink(link, Path.Combine("elsewhere", "target"));
        AtomicFile.Write(link, "new");
        Assert.Equal("new", File.ReadAllText(target));
        Assert.NotNull(new FileInfo(link).LinkTarget);

        string dangling = folder.PathOf("dangling");
        File.CreateSymbolicLink(dangling, Path.Combine("elsewhere", "fresh"));
        AtomicFile.Check(dangling);
        AtomicFile.Write(dangling, "new");
        Assert.Equal("new", File.ReadAllText(folder.PathOf("elsewhere", "fresh")));
        Assert.NotNull(new FileInfo(dangling).LinkTarget);
    }

    [UnixFact]
    public void The_mode_of_a_file_is_kept()
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite;
        string path = folder.Write("private", "old");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, Mode);
            AtomicFile.Write(path, "new");
            Assert.Equal(Mode, File.GetUnixFileMode(path));
        }
        Assert.Equal("new", File.ReadAllText(path));
    }

    [UnixFact]
    public async Task A_pipe_is_written_and_not_replaced()
    {
        string path = folder.PathOf("pipe");
        Process.Start("mkfifo", [path]).WaitForExit();
        AtomicFile.Check(path);
        Task<string> reading = Task.Run(() => File.ReadAllText(path));
        await Task.Run(() => AtomicFile.Write(path, "new")).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("new", await reading.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
