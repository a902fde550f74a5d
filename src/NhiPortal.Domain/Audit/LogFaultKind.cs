namespace NhiPortal.Domain.Audit;

/// <summary>The ways in which a log can differ from what was signed.</summary>
public enum LogFaultKind
{
    ChangedRow,
    RemovedRow,
    InsertedRow,
    DuplicatedRow,
    ReorderedRow,
    CutTail,
    RootMismatch,
    UnconfirmedCheckpoint,
    BadCheckpoint,
    NoCheckpoint,
    ChangedColumns,
    ChangedNode,
    ChangedState,
    UnexplainedArchive,
}
