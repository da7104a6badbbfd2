namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>Runs a line of text in the login shell of an SSH server.</summary>
internal interface ISshConnection : IDisposable
{
    SshTarget Target { get; }

    /// <summary>Runs it to its end.</summary>
    /// <param name="text">What the account's shell is given.</param>
    /// <param name="onLine">Receives each line of the output and of the errors as it arrives, one at a time.</param>
    /// <param name="cancellation">Ends the connection; the remote command is not notified.</param>
    /// <exception cref="ApplianceException">It could not be run, or the connection ended before it did.</exception>
    Task RunAsync(string text, Action<SshStream, string> onLine, CancellationToken cancellation);
}

/// <summary>Specifies one of a command's two output streams.</summary>
internal enum SshStream
{
    Output,
    Error,
}
