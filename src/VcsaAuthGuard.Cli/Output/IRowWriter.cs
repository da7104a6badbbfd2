namespace VcsaAuthGuard.Cli.Output;

/// <summary>Writes what a command finds to standard output.</summary>
internal interface IRowWriter<in T>
{
    /// <summary>Gets a value indicating whether rows can still be written; false once writing has failed.</summary>
    bool IsOpen { get; }

    void Write(T row);

    void Flush();
}
