using System.Globalization;

namespace VcsaAuthGuard.Pacing;

/// <summary>Tells a call that was refused because the session is gone from other errors.</summary>
public static class SessionDrop
{
    private static readonly string[] Words = ["session is not authenticated", "vim.fault.NotAuthenticated"];

    /// <summary>Whether an error, or one of those that caused it, says so: by its type, named NotAuthenticated with or without Exception or Fault, or by its message.</summary>
    /// <param name="exception">The error or null.</param>
    public static bool IsIn(Exception? exception) => exception switch
    {
        null => false,
        AggregateException several => several.InnerExceptions.Any(IsIn),
        _ => IsTypeName(exception.GetType().Name) || IsInText(exception.Message) || IsIn(exception.InnerException),
    };

    /// <summary>Whether text says so: "session is not authenticated", or "vim.fault.NotAuthenticated".</summary>
    /// <param name="text">An error's message or null.</param>
    public static bool IsInText(string? text) => text is not null && Array.Exists(Words, word => CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, word, CompareOptions.OrdinalIgnoreCase) >= 0);

    /// <summary>Whether a fault's type is the one; a namespace before it does not matter.</summary>
    /// <param name="name">The name of a type or null.</param>
    public static bool IsTypeName(string? name) =>
        name?.Substring(name.LastIndexOf('.') + 1) is "NotAuthenticated" or "NotAuthenticatedException" or "NotAuthenticatedFault";
}
