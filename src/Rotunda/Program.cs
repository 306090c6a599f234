using Rotunda.CommandLine;
using Rotunda.Data;

IcuLibrary.LetItsAbsenceBeTold();
return await RotundaCommands.RunAsync(args);
