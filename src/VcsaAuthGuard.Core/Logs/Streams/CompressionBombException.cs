namespace VcsaAuthGuard.Logs.Streams;

/// <summary>Represents the refusal of compressed input that expands beyond any log; see <see cref="ExpansionGuard"/>.</summary>
internal sealed class CompressionBombException(string message) : IOException(message);
