using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>Runs a program to its end and passes its lines on as they arrive.</summary>
internal static class ChildProcess
{
    /// <returns>Its exit code.</returns>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and the program ended.</exception>
    public static async Task<int> RunAsync(
        string program,
        IEnumerable<string> arguments,
        Action<SshStream, string> onLine,
        CancellationToken cancellation
    )
    {
        UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
        using Process process = new()
        {
            StartInfo = new(program, ProgramLine.Join(arguments))
            {
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = utf8,
                StandardErrorEncoding = utf8,
            },
            EnableRaisingEvents = true,
        };
        TaskCompletionSource<bool> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult(true);
        process.Start();
        process.StandardInput.Close();
        object gate = new();
        Task output = PumpAsync(process.StandardOutput, SshStream.Output);
        Task error = PumpAsync(process.StandardError, SshStream.Error);
        using (cancellation.Register(() => Kill(process)))
        {
            await Task.WhenAll(output, error, exited.Task).ConfigureAwait(false);
        }

        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode;

        async Task PumpAsync(StreamReader reader, SshStream stream)
        {
            BoundedLineReader lines = new(reader);
            while (await lines.ReadAsync().ConfigureAwait(false) is string line)
            {
                lock (gate)
                {
                    onLine(stream, line);
                }
            }
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended by itself.
        }
    }
}
