namespace NhiPortal.Features.Owners.Assigning;

/// <summary>Cells that can be assigned together, such as one role of all picked integrations.</summary>
public sealed record AssignChoice(string Title, IReadOnlyList<OwnerCell> Cells);
