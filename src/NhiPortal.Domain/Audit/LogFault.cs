namespace NhiPortal.Domain.Audit;

/// <summary>What was found, at which row or at which checkpoint, and a sentence for the reader.</summary>
public sealed record LogFault(LogFaultKind Kind, long? LeafIndex, long? CheckpointSize, string Sentence);
