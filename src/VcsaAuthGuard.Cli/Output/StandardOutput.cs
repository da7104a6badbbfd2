using System.Runtime.InteropServices;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>
/// Writes to standard output. Unlike the stream of <see cref="Console"/>, it reports a pipe whose reader has ended (EPIPE). While the
/// reader does not read, a write waits in such a way that a token can end it.
/// </summary>
internal sealed unsafe partial class StandardOutput : Stream
{
    private const int Descriptor = 1;
    private const short Writable = 4; // POLLOUT
    private const int Interrupted = 4; // EINTR
    private const int GetDescriptorFlags = 1; // F_GETFD
    private const int CloseOnExecute = 1; // FD_CLOEXEC

    /// <summary>A pipe that can be written to takes this many bytes without blocking: PIPE_BUF of macOS and of Linux.</summary>
    private static readonly int PieceSize = OperatingSystem.IsMacOS() ? 512 : 4096;

    /// <summary>The time between two checks of the token.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationToken _stop;
    private readonly bool _isInherited;

    private StandardOutput(CancellationToken stop)
    {
        _stop = stop;

        // Where the program was started without standard output, the runtime's first file has its number. Unlike what a program inherits,
        // it is closed when another program is executed.
        int flags = GetFlags(Descriptor, GetDescriptorFlags);
        _isInherited = flags >= 0 && (flags & CloseOnExecute) == 0;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens standard output.</summary>
    /// <param name="stop">Ends a write that waits for a reader; what the reader takes at once is still written.</param>
    public static Stream Open(CancellationToken stop = default) =>
        OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new StandardOutput(stop);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!_isInherited)
        {
            throw new IOException("Standard output is closed.");
        }

        while (buffer.Length > 0)
        {
            WaitForReader();
            nint written;
            fixed (byte* start = buffer)
            {
                written = SystemWrite(Descriptor, start, Math.Min(buffer.Length, PieceSize));
            }

            if (written >= 0)
            {
                buffer = buffer[(int)written..];
            }
            else if (Marshal.GetLastPInvokeError() is int error && error != Interrupted && !IsWouldBlock(error))
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            }
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static bool IsWouldBlock(int error) => error == (OperatingSystem.IsMacOS() ? 35 : 11);

    private void WaitForReader()
    {
        PollDescriptor descriptor = new() { Descriptor = Descriptor, Events = Writable };
        while (true)
        {
            bool isStopped = _stop.IsCancellationRequested;
            int ready = Poll(&descriptor, 1, (int)CheckInterval.TotalMilliseconds);
            if (ready > 0)
            {
                return; // It can be written to, or a write fails.
            }

            if (ready == 0 && isStopped)
            {
                throw new IOException("The reader does not read.");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint SystemWrite(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(PollDescriptor* descriptors, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int GetFlags(int descriptor, int command);

    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Result;
    }
}
