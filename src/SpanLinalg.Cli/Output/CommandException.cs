namespace SpanLinalg.Cli;

/// <summary>A command cannot do what it was asked; the message is the sentence that the user reads.</summary>
internal sealed class CommandException(string message) : Exception(message);
