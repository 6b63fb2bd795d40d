"""The work summary (工作总结): sentences whose every figure leads to its rows."""
