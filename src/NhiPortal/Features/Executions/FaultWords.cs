using NhiPortal.Connectors;

namespace NhiPortal.Features.Executions;

/// <summary>What people are told of whatever went wrong on the way to a target.</summary>
internal static class FaultWords
{
    public static string Of(Exception error) => error switch
    {
        ConnectorFault fault => fault.Message,
        OperationCanceledException => "The target did not finish in time.",
        // The kind alone: what goes wrong on the way may name accounts.
        _ => $"The connector failed in a way nobody foresaw ({error.GetType().Name}).",
    };
}
