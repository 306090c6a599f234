using Rotunda.CommandLine;

return await RotundaCommands.RunAsync(args);
