using System.Buffers;
using System.Text;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>Collects lines and writes them together: at once to a terminal, in larger pieces to a file or a pipe.</summary>
internal sealed class OutputBuffer(Stream output)
{
    private const int PieceSize = 64 * 1024;

    private readonly bool _isTerminal = !Console.IsOutputRedirected;

    public ArrayBufferWriter<byte> Buffer { get; } = new(PieceSize);

    public bool IsOpen { get; private set; } = true;

    public void Write(StringBuilder text)
    {
        foreach (ReadOnlyMemory<char> chunk in text.GetChunks())
        {
            Encoding.UTF8.GetBytes(chunk.Span, Buffer);
        }
    }

    public void EndLine()
    {
        Buffer.Write("\n"u8);
        if (_isTerminal || Buffer.WrittenCount >= PieceSize)
        {
            Flush();
        }
    }

    public void Flush()
    {
        if (!IsOpen)
        {
            return;
        }

        try
        {
            output.Write(Buffer.WrittenSpan);
            output.Flush();
            Buffer.ResetWrittenCount();
        }
        catch (IOException)
        {
            IsOpen = false;
            throw;
        }
    }
}
