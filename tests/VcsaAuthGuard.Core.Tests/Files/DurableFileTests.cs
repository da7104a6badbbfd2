using VcsaAuthGuard.Files;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Pacing;

namespace VcsaAuthGuard.Tests.Files;

/// <summary>Tests that files which must outlast a power failure are forced to the disk before they count as written.</summary>
public sealed class DurableFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-");
    private readonly List<(string Path, string Content)> _flushed = [];

    public DurableFileTests() => DurableFile.Observer.Value = path => _flushed.Add((Path.GetFileName(path), Read(path)));

    private string File => Path.Combine(_folder.FullName, "file");

    public void Dispose()
    {
        DurableFile.Observer.Value = null;
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_file_is_forced_to_the_disk()
    {
        using RecordingStream stream = new(File);
        DurableFile.FlushToDisk(stream);
        Assert.True(stream.IsOnDisk);
    }

    [Fact]
    public void A_draft_is_on_the_disk_before_it_replaces_the_file()
    {
        AtomicFile.Write(File, "old"u8.ToArray());
        _flushed.Clear();
        DurableFile.Observer.Value += _ => Assert.Equal("old", Read(File));
        AtomicFile.Write(File, "new"u8.ToArray());
        (string path, string content) = Assert.Single(_flushed);
        Assert.Equal("new", content);
        Assert.EndsWith(".draft", path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_file_is_on_the_disk_before_it_replaces_the_one_before()
    {
        PrivateFile.Write(File, "old"u8.ToArray());
        _flushed.Clear();
        byte[] before = System.IO.File.ReadAllBytes(File);
        DurableFile.Observer.Value += _ => Assert.Equal(before, System.IO.File.ReadAllBytes(File));
        PrivateFile.Write(File, "new"u8.ToArray());
        Assert.Equal("file.tmp", Assert.Single(_flushed).Path);
        Assert.NotEqual(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_checkpoint_is_on_the_disk_at_its_start_when_asked_and_at_its_end()
    {
        using BatchCheckpoint checkpoint = BatchCheckpoint.Load(File, "nightly");
        checkpoint.Start();
        Assert.Single(_flushed);
        checkpoint.Add(["vm-1"]);
        checkpoint.Flush();
        Assert.Contains("vm-1", _flushed[1].Content, StringComparison.Ordinal);
        checkpoint.Complete();
        Assert.Equal(3, _flushed.Count);
        Assert.NotEqual(_flushed[1].Content, _flushed[2].Content);
    }

    // By another program: .NET refuses to open a file that is locked here.
    private static string Read(string path) => Repository.Run("cat", [path]).Output;

    private sealed class RecordingStream(string path) : FileStream(path, FileMode.Create)
    {
        public bool IsOnDisk { get; private set; }

        public override void Flush(bool flushToDisk)
        {
            IsOnDisk |= flushToDisk;
            base.Flush(flushToDisk);
        }
    }
}
