using System.Diagnostics;
using System.Globalization;
using System.Text;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>
/// Runs commands on an appliance over SSH. The login shell is bash or the appliance shell; the output of the first command shows which.
/// Output counts between two marks only, so that a banner is never taken for it.
/// </summary>
public sealed class ApplianceShell : IApplianceShell
{
    private readonly ISshConnection _connection;
    private readonly string _mark = "vcsa-" + Guid.NewGuid().ToString("N");

    internal ApplianceShell(ISshConnection connection) => _connection = connection;

    /// <inheritdoc/>
    public string Server => _connection.Target.Host;

    /// <summary>Gets the shell the login lands in; known after the first command.</summary>
    public ApplianceShellKind Kind { get; private set; }

    /// <summary>Makes a shell; it connects with the first command.</summary>
    /// <param name="target">Which appliance, and how.</param>
    /// <param name="transport">How to get there.</param>
    /// <exception cref="ApplianceException">A password is given, and the transport does not take one.</exception>
    /// <exception cref="ArgumentException">The transport does not use SSH.</exception>
    public static ApplianceShell Open(SshTarget target, ServiceTransport transport)
    {
        bool needsSshNet = transport == ServiceTransport.SshNet || (transport == ServiceTransport.Auto && target.Credential is not null);
        return transport == ServiceTransport.Rest ? throw new ArgumentException("REST is not a shell transport.", nameof(transport))
            : needsSshNet ? new(new SshNetConnection(target))
            : target.Credential is not null
                ? throw new ApplianceException(
                    ApplianceProblem.PasswordNotSupported,
                    "The ssh program does not accept a password from another program.",
                    "Use -Transport SshNet, or omit -Credential and use a key or an agent.")
            : new(new OpenSshConnection(target));
    }

    /// <summary>Makes a shell over the <c>ssh</c> program, which needs no library; it connects with the first command.</summary>
    /// <param name="target">The appliance, without a password.</param>
    public static ApplianceShell OpenWithProgram(SshTarget target) => new(new OpenSshConnection(target));

    /// <inheritdoc/>
    public async Task<CommandResult> RunAsync(
        ApplianceCommand command,
        Action<string>? onOutput,
        TimeSpan deadline,
        CancellationToken cancellation
    )
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(deadline);
        try
        {
            Stopwatch clock = Stopwatch.StartNew();
            Framed framed = await RunFramedAsync(command, Kind, onOutput, timeout).ConfigureAwait(false);
            if (Kind == ApplianceShellKind.Unknown)
            {
                // The first mark comes before the command: without it nothing was run, and the other shell may be asked.
                Kind = framed.HasBegun ? ApplianceShellKind.Bash : ApplianceShellKind.Unknown;
                if (!framed.HasBegun)
                {
                    framed = await RunFramedAsync(command, ApplianceShellKind.Appliance, onOutput, timeout).ConfigureAwait(false);
                    Kind = framed.HasBegun ? ApplianceShellKind.Appliance : throw NotAnAppliance(framed);
                }
            }

            return framed.IsComplete
                ? new(framed.ExitCode, framed.Output.ToString(), framed.Error.ToString(), clock.Elapsed)
                : throw new ApplianceException(
                    ApplianceProblem.Dropped,
                    $"The connection to {Server} ended before '{command.Text}' did.",
                    "Check whether the appliance can still be reached, then run the command again."
                );
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ApplianceException(
                ApplianceProblem.TimedOut,
                $"'{command.Text}' on {Server} did not end within {deadline.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s.",
                "Check the appliance, or increase the timeout.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private async Task<Framed> RunFramedAsync(
        ApplianceCommand command,
        ApplianceShellKind kind,
        Action<string>? onOutput,
        CancellationTokenSource cancellation
    )
    {
        // Single quotes around all of it: the appliance shell knows no other way, and no command has one in it.
        string script =
            $"echo {_mark}:begin; echo {_mark}:begin >&2; ( {command.Script} ); r=$?; echo; echo {_mark}:end:$r; echo >&2; "
            + $"echo {_mark}:end >&2";
        string text = (kind == ApplianceShellKind.Appliance ? "shell " : "") + "/bin/bash -c '" + script + "'";
        Framed framed = new(_mark, onOutput, isKept: !command.IsStream, cancellation.Cancel);
        try
        {
            await _connection.RunAsync(text, framed.ProcessLine, cancellation.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (framed.IsTooLong)
        {
            throw new ApplianceException(
                ApplianceProblem.NotUnderstood,
                $"{Server} printed more than {Framed.MaxStoredLength >> 20} MiB for '{command.Text}'; the rest was not read.",
                "Run the command by hand to see what is wrong.");
        }
        catch (ApplianceException e) when (e.Problem == ApplianceProblem.Dropped && framed.IsComplete)
        {
            // The command itself ended with what ssh ends with when it fails.
        }

        return framed;
    }

    private ApplianceException NotAnAppliance(Framed framed)
    {
        string said = framed.Outside.FirstOrDefault() is { Length: > 0 } line ? $"It said: {line}" : "It said nothing.";
        return new(
            ApplianceProblem.NotAnAppliance,
            $"The login to {Server} starts neither bash nor an appliance shell that can start bash. {said}",
            "Enable the shell in the appliance shell (shell.set --enabled true), and log in as root.");
    }

    /// <summary>Collects the lines of a command between its marks.</summary>
    private sealed class Framed(string mark, Action<string>? onOutput, bool isKept, Action onTooLong)
    {
        /// <summary>The number of characters that are kept of a command; a listing of all services takes some 10 KiB.</summary>
        public const int MaxStoredLength = 4 << 20;

        private const int MaxOutsideText = 20;
        private const int MaxOutsideLength = 400;

        private readonly bool[] _isInside = new bool[2];
        private readonly bool[] _hasBlank = new bool[2];

        public StringBuilder Output { get; } = new();

        public StringBuilder Error { get; } = new();

        /// <summary>Gets the output outside the marks: a banner, or a shell that did not understand the command.</summary>
        public List<string> Outside { get; } = [];

        public int ExitCode { get; private set; }

        /// <summary>Gets a value indicating whether the command was run.</summary>
        public bool HasBegun { get; private set; }

        public bool IsComplete { get; private set; }

        /// <summary>Gets a value indicating whether the command was abandoned because it printed more than is kept.</summary>
        public bool IsTooLong { get; private set; }

        public void ProcessLine(SshStream stream, string line)
        {
            int which = (int)stream;
            line = line.TrimEnd('\r');
            if (line.EndsWith(mark + ":begin", StringComparison.Ordinal))
            {
                _isInside[which] = true;
                HasBegun = true;
            }
            else if (line.StartsWith(mark + ":end", StringComparison.Ordinal))
            {
                _isInside[which] = false;
                string code = line.Substring(line.LastIndexOf(':') + 1);
                if (stream == SshStream.Output && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int exitCode))
                {
                    (ExitCode, IsComplete) = (exitCode, true);
                }
            }
            else if (_isInside[which])
            {
                ProcessCommandLine(stream, line);
            }
            else if (Outside.Count < MaxOutsideText && line.Trim() is { Length: > 0 } outside)
            {
                Outside.Add(TerminalText.Cut(outside, MaxOutsideLength));
            }
        }

        /// <summary>
        /// Processes a line of the command's output. The last line end before the mark belongs to the frame, so a blank line is held back
        /// until another line follows.
        /// </summary>
        private void ProcessCommandLine(SshStream stream, string line)
        {
            StringBuilder text = stream == SshStream.Output ? Output : Error;
            if (!isKept && stream == SshStream.Output)
            {
                onOutput?.Invoke(line);
                return;
            }

            if (Output.Length + Error.Length + line.Length > MaxStoredLength)
            {
                IsTooLong = true;
                onTooLong();
                return;
            }

            if (_hasBlank[(int)stream])
            {
                text.Append('\n');
                onOutput?.Invoke("");
            }

            _hasBlank[(int)stream] = line.Length == 0;
            if (line.Length > 0)
            {
                text.Append(line).Append('\n');
                onOutput?.Invoke(line);
            }
        }
    }
}
