using VcsaAuthGuard.Cli.Errors;

namespace VcsaAuthGuard.Cli.Tests.Errors;

/// <summary>Whatever goes wrong in a command ends in one sentence and an exit code of its own.</summary>
public class FailureReportTests
{
    [Fact]
    public void An_unexpected_exception_is_a_sentence()
    {
        StringWriter errors = new();
        Func<int> command = () =>
            throw new InvalidOperationException("Reading failed.", new ArgumentException("A\u001B[31mvalue\nis out of range."));
        Assert.Equal(4, FailureReport.Run(command, errors));
        string sentence = errors.ToString();
        Assert.StartsWith("The program failed: A", sentence, StringComparison.Ordinal);
        Assert.Contains("ArgumentException", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001B', sentence);
        Assert.Single(sentence.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Too_little_memory_is_a_sentence_with_a_remedy()
    {
        StringWriter errors = new();
        Assert.Equal(4, FailureReport.Run(() => throw new InsufficientMemoryException(), errors));
        Assert.Contains("Read fewer logs at a time.", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_exit_code_of_a_command_is_kept() => Assert.Equal(3, FailureReport.Run(() => 3, new StringWriter()));
}
