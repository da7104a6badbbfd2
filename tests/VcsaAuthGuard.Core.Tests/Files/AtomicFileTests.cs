using System.Globalization;
using System.IO.Pipes;
using VcsaAuthGuard.Files;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_new_file_is_written_and_nothing_is_left_beside_it()
    {
        AtomicFile.Write(At("new"), "1"u8.ToArray());
        Assert.Equal("1", File.ReadAllText(At("new")));
        Assert.Equal(["new"], Names);
    }

    [Fact]
    public void A_link_stays_a_link_and_its_file_is_written()
    {
        Directory.CreateDirectory(At("elsewhere"));
        File.WriteAllText(At("elsewhere/file"), "old");
        File.CreateSymbolicLink(At("link"), "elsewhere/file");
        File.CreateSymbolicLink(At("link to link"), "link");
        AtomicFile.Write(At("link to link"), "new"u8.ToArray());
        Assert.Equal("elsewhere/file", new FileInfo(At("link")).LinkTarget);
        Assert.Equal("link", new FileInfo(At("link to link")).LinkTarget);
        Assert.Null(new FileInfo(At("elsewhere/file")).LinkTarget);
        Assert.Equal("new", File.ReadAllText(At("elsewhere/file")));
    }

    [Fact]
    public void A_link_to_a_file_that_does_not_exist_creates_the_file()
    {
        File.CreateSymbolicLink(At("link"), "later");
        AtomicFile.Write(At("link"), "1"u8.ToArray());
        Assert.Equal("later", new FileInfo(At("link")).LinkTarget);
        Assert.Equal("1", File.ReadAllText(At("later")));
    }

    [Fact]
    public void A_device_is_written_to_and_not_replaced()
    {
        // Through a link: should the code fail, it is the link that is replaced.
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        File.CreateSymbolicLink(At("link"), "/dev/full");
        IOException full = Assert.Throws<IOException>(() => AtomicFile.Write(At("link"), "1"u8.ToArray()));
        Assert.Contains("No space left", full.Message, StringComparison.Ordinal);
        Assert.Equal("/dev/full", new FileInfo(At("link")).LinkTarget);
        Assert.False(Posix.GetStatus("/dev/full")!.Value.IsFile);
    }

    [Fact]
    public async Task A_named_pipe_is_written_to_and_not_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no mkfifo.");
        Assert.Equal(0, Repository.Run("mkfifo", [At("pipe")], null).ExitCode);
        Task<string> read = Task.Run(() => File.ReadAllText(At("pipe")), TestContext.Current.CancellationToken);
        AtomicFile.Write(At("pipe"), "through the pipe"u8.ToArray());
        Assert.Equal("through the pipe", await read);
        Assert.False(Posix.GetStatus(At("pipe"))!.Value.IsFile);
    }

    [Fact]
    public async Task A_link_to_an_open_pipe_is_written_to()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "There is no /proc/self/fd here.");
        using AnonymousPipeServerStream reader = new(PipeDirection.In);
        string pipe = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{reader.ClientSafePipeHandle.DangerousGetHandle()}");
        File.CreateSymbolicLink(At("link"), pipe);
        AtomicFile.Write(At("link"), "through the pipe"u8.ToArray());
        reader.DisposeLocalCopyOfClientHandle();
        using StreamReader text = new(reader);
        Assert.Equal("through the pipe", await text.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["link"], Names);
    }

    [Theory]
    [InlineData("0600")]
    [InlineData("0664")]
    [InlineData("0640")]
    public void The_permissions_are_kept(string mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        File.WriteAllText(At("file"), "old");
        Assert.Equal(0, Repository.Run("chmod", [mode, At("file")], null).ExitCode);
        AtomicFile.Write(At("file"), "new"u8.ToArray());
        Assert.Equal(mode, Posix.GetStatus(At("file"))!.Value.Permissions);
        Assert.Equal("new", File.ReadAllText(At("file")));
    }

    [Fact]
    public void The_owner_and_the_group_are_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Posix.UserId != 0, "Only root can give a file away.");
        File.WriteAllText(At("file"), "old");
        Assert.Equal(0, Repository.Run("chown", ["4711:4712", At("file")], null).ExitCode);
        AtomicFile.Write(At("file"), "new"u8.ToArray());
        PosixStatus status = Posix.GetStatus(At("file"))!.Value;
        Assert.Equal((4711u, 4712u), (status.Owner, status.Group));
    }

    [Fact]
    public void A_link_that_was_planted_for_the_draft_is_not_followed()
    {
        File.WriteAllText(At("file"), "old");
        File.WriteAllText(At("precious"), "precious");
        File.CreateSymbolicLink(At("file.tmp"), "precious");
        AtomicFile.Write(At("file"), "new"u8.ToArray());
        Assert.Equal("precious", File.ReadAllText(At("precious")));
        Assert.Equal("new", File.ReadAllText(At("file")));
    }

    [Fact]
    public void A_file_that_is_to_be_kept_is_an_error()
    {
        File.WriteAllText(At("file"), "old");
        Assert.Throws<IOException>(() => AtomicFile.Write(At("file"), "new"u8.ToArray(), keepsExisting: true));
        Assert.Equal("old", File.ReadAllText(At("file")));
        Assert.Equal(["file"], Names);
    }

    [Fact]
    public void What_a_killed_process_left_is_deleted_and_nothing_else()
    {
        string[] others = ["file", "file.draft", "file.notes.draft", "other.abcdefghijk.draft", "file.abcdefghijk.draft.txt"];
        foreach (string name in (string[])[.. others, "file.abcdefghijk.draft"])
        {
            File.WriteAllText(At(name), "");
        }

        AtomicFile.DeleteDrafts(At("file"));
        Assert.Equal(others.Order(StringComparer.Ordinal), Names);
    }

    private string[] Names => [.. _folder.EnumerateFileSystemInfos().Select(file => file.Name).Order(StringComparer.Ordinal)];

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
