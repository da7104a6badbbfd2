using System.Text;
using VcsaAuthGuard.Files;

namespace VcsaAuthGuard.Pacing;

/// <summary>
/// Records in a file which units a run has completed. Lines are only appended, so that a run that is killed at any moment leaves a file
/// of completed units: at worst its last line is incomplete, and is not counted. A run that has ended marks the file as complete; the
/// next run with it starts from the first unit.
/// </summary>
public sealed class BatchCheckpoint : IDisposable
{
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly string _run;
    private long? _length;
    private long _valid;
    private FileStream? _file;

    private BatchCheckpoint(string path, string run)
    {
        _path = path;
        _run = run;
    }

    /// <summary>Gets the number of recorded items.</summary>
    public int Count => _done.Count;

    /// <summary>Reads a file, if there is one. Nothing is written before <see cref="Start"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="run">What names the run: what is done in one is not done in another.</param>
    /// <exception cref="BatchCheckpointException">The file cannot be used.</exception>
    public static BatchCheckpoint Load(string path, string run)
    {
        BatchCheckpoint checkpoint = new(path, run);
        checkpoint.Guard(() =>
        {
            if (File.Exists(path))
            {
                checkpoint.Read(File.ReadAllBytes(path));
            }
        });
        return checkpoint;
    }

    /// <summary>Returns whether an item is recorded.</summary>
    /// <param name="identity">What names the item.</param>
    public bool IsDone(string identity) => _done.Contains(identity);

    /// <summary>Takes the file for this run alone; a second call does nothing.</summary>
    /// <exception cref="BatchCheckpointException">The file cannot be written, or another run has it.</exception>
    public void Start()
    {
        if (_file is not null)
        {
            return;
        }

        Guard(() =>
        {
            // No buffer (of one byte is none): what could not be written must not be written later, at the end.
            _file = new(_path, _length is null ? FileMode.CreateNew : FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1);
            if (_file.Length != (_length ?? 0))
            {
                _file.Dispose();
                _file = null;
                throw Problem(BatchCheckpointProblem.InUse, "Another run has written to it since it was read.");
            }

            // What is cut off here is a torn line, or the record of a run that is complete.
            _file.SetLength(_valid);
            _file.Seek(0, SeekOrigin.End);
            if (_valid == 0)
            {
                Write(CheckpointText.Header(_run));
            }

            DurableFile.FlushToDisk(_file);
        });
    }

    /// <summary>Puts items on record. It outlasts the end of the process at once, and that of the machine after
    /// <see cref="Flush"/>.</summary>
    /// <param name="identities">What names the items.</param>
    /// <exception cref="BatchCheckpointException">The file cannot be written.</exception>
    public void Add(IEnumerable<string> identities) =>
        Guard(() => Write([.. identities.Where(_done.Add).SelectMany(CheckpointText.Done)]));

    /// <summary>Sees to it that what is on record outlasts the end of the machine.</summary>
    /// <exception cref="BatchCheckpointException">The file cannot be written.</exception>
    public void Flush() => Guard(() =>
    {
        if (_file is not null)
        {
            DurableFile.FlushToDisk(_file);
        }
    });

    /// <summary>Puts on record that all is done.</summary>
    /// <exception cref="BatchCheckpointException">The file cannot be written.</exception>
    public void Complete()
    {
        Start();
        Guard(() =>
        {
            Write(CheckpointText.Complete());
            DurableFile.FlushToDisk(_file!);
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void Read(byte[] bytes)
    {
        _length = bytes.Length;
        byte[] magic = Encoding.ASCII.GetBytes(CheckpointText.Magic);
        if (!bytes.AsSpan(0, Math.Min(bytes.Length, magic.Length)).SequenceEqual(magic.AsSpan(0, Math.Min(bytes.Length, magic.Length))))
        {
            throw Problem(BatchCheckpointProblem.NotACheckpoint, "It is no checkpoint of this module, or of a version that is not known.");
        }

        bool isComplete = false;
        string? run = null;
        int number = 1;
        int start = magic.Length;
        for (int end; start < bytes.Length && (end = Array.IndexOf(bytes, (byte)'\n', start)) >= 0; start = end + 1, number++)
        {
            if (
                CheckpointText.Read(bytes.AsSpan(start, end - start).ToArray()) is not (char kind, string text)
                || isComplete
                || (kind == 'r') != (number == 1)
            )
            {
                if (end + 1 == bytes.Length)
                {
                    break;
                }

                throw Problem(BatchCheckpointProblem.Damaged, $"Line {number} is not as it was written.");
            }

            switch (kind)
            {
                case 'r':
                    run = text;
                    break;
                case 'd':
                    _done.Add(text);
                    break;
                default:
                    isComplete = true;
                    break;
            }

            _valid = end + 1;
        }

        if (isComplete)
        {
            _done.Clear();
            _valid = 0;
        }
        else if (run is not null && run != _run)
        {
            throw Problem(BatchCheckpointProblem.OtherRun, "It is of another run, which has not come to its end.");
        }
    }

    private void Write(byte[] lines) => _file!.Write(lines, 0, lines.Length);

    private BatchCheckpointException Problem(BatchCheckpointProblem problem, string message, Exception? inner = null) =>
        new(problem, _path, $"{_path}: {message}", inner);

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (IOException e) when (IsSharing(e))
        {
            throw Problem(BatchCheckpointProblem.InUse, "Another run uses it.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Problem(BatchCheckpointProblem.Unusable, e.Message, e);
        }
    }

    /// <summary>
    /// Determines whether another process has the file open, or has just created it, by the error codes of Windows and, as .NET reports
    /// them, of Unix.
    /// </summary>
    private static bool IsSharing(IOException e) => FileLock.IsHeld(e) || (e.HResult & 0xFFFF) == 80 || e.HResult == 17;
}
