namespace VcsaAuthGuard.Schedules;

/// <summary>Represents a recurrence as read from a text.</summary>
/// <param name="Text">The text in its one form.</param>
/// <param name="Rule">The starts.</param>
internal sealed record ParsedRecurrence(string Text, IStartRule Rule);
